// SPDX-License-Identifier: MIT
//
// call_script — a page that is a list of WailsInvoke lines: each is checked, numbered and sent; the
// script is over when its input has ended and every call has its answer.
#pragma once

#include "webview-host/bridge/neighbours.hpp"
#include "webview-host/bridge/open_calls.hpp"

#include <cstdint>
#include <functional>

namespace fairlead::host {

class call_script final : public call_watch {
public:
    struct hooks {
        std::function<void(std::string_view line)> send;
        std::function<void(std::string const& sentence)> complain;
        std::function<void()> on_over;
        /// With too many calls open the next line has to wait.
        std::function<void(bool may_read)> on_room;
    };
    explicit call_script(hooks use, std::size_t open_max = 1'024)
        : hooks_{std::move(use)}, open_max_{open_max} {}

    /// Lines without anything in them are skipped, but counted.
    void take_line(std::string_view line);
    void skip_line(std::string const& why);  ///< It came, but not whole.
    void end_input();

    /// "line 3: "; "" before the first.
    std::string position() const;
    bool may_read() const noexcept { return open_.size() < open_max_; }

    void on_sent(call_message const& call) override;
    void on_settled(std::string_view callback_text) override;
    void on_page_gone() override { open_.clear(); }

private:
    void check_over();

    hooks hooks_;
    std::size_t open_max_;
    open_calls open_;
    std::optional<call_envelope> checked_;  // Of the line that is being sent.
    std::uint64_t line_ = 0;
    bool ended_ = false;
};

}  // namespace fairlead::host
