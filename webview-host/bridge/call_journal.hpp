// SPDX-License-Identifier: MIT
//
// call_journal — one line for each call of a page, when it has ended:
//
//   call main.App.Greet ["Ada"] → "Hello Ada!" 0.4 ms
//   call main.App.Fail ["no"] ✗ app-error: no 0.3 ms
#pragma once

#include "webview-host/bridge/neighbours.hpp"
#include "webview-host/bridge/open_calls.hpp"

#include <functional>

namespace fairlead::host {

class call_journal final : public call_watch {
public:
    using line_sink = std::function<void(std::string const& line)>;
    using now_source = std::function<open_calls::clock::time_point()>;

    explicit call_journal(line_sink write, now_source now = open_calls::clock::now)
        : write_{std::move(write)}, now_{std::move(now)} {}

    void on_sent(call_message const& call) override;
    void on_settled(std::string_view callback_text) override;
    void on_page_gone() override { open_.clear(); }

private:
    line_sink write_;
    now_source now_;
    open_calls open_;
};

}  // namespace fairlead::host
