// SPDX-License-Identifier: MIT
//
// asset_plugin — the plugin that stands at one of two places: before the app's files (middleware)
// or behind them (handler). There may be none.
#pragma once

#include "webview-host/assets/http_message.hpp"
#include "webview-host/serving/plugin_line.hpp"

#include <fairlead/client/asset_messages.hpp>

#include <functional>
#include <memory>
#include <string>
#include <variant>

namespace fairlead::host {

class asset_plugin {
public:
    struct pass {
        std::string target;  ///< What is asked for from here on, unless empty.
        std::vector<http_header> headers;
    };
    struct nobody {};
    struct trouble {
        int status;
        std::string why;
    };
    struct answer {
        asset_response response;
        std::string name;  ///< A file's, for its Content-Type.
    };
    using outcome = std::variant<answer, pass, nobody, trouble>;

    /// `name` is one of client::asset_…_name.
    asset_plugin(std::shared_ptr<plugin_line> line, std::string_view name);

    /// `done` runs on the main thread, once, within the line's patience; not after give_up().
    struct question {
        client::call_id call{};
        std::string stream;
    };
    question ask(page_request const& request, std::function<void(outcome)> done);
    /// Nobody wants the answer any more.
    void give_up(question const& asked);

    /// The last that was heard is that nobody stands here. Until then: not known.
    bool is_vacant() const noexcept { return state_ == state::vacant; }
    void forget_vacancy() noexcept {
        if (state_ == state::vacant) state_ = state::unknown;
    }
    /// Somebody has answered from here.
    bool is_taken() const noexcept { return state_ == state::taken; }

private:
    struct reply;
    outcome read(reply came, std::string stream);

    /// Who has been there once is missed later: what it stood for must not be skipped.
    enum class state { unknown, vacant, taken };

    std::shared_ptr<plugin_line> line_;
    std::string name_;
    std::string stream_prefix_;
    std::uint64_t asked_ = 0;
    state state_ = state::unknown;
    std::shared_ptr<asset_plugin*> self_ = std::make_shared<asset_plugin*>(this);
};

}  // namespace fairlead::host
