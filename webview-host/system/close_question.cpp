// SPDX-License-Identifier: MIT
//
// close_question — one call, whose failure means yes.
#include "webview-host/system/close_question.hpp"

#include <fairlead/vocabulary/window_names.hpp>

#include <string>
#include <utility>

namespace fairlead::host {

close_question::close_question(main_thread& thread, hooks use)
    : thread_{thread}, hooks_{std::move(use)} {}

void close_question::ask(client::connection& broker) {
    if (std::exchange(open_, true)) return;
    const int round = ++round_;
    broker.call(window_names::before_close, "[]", {patience},
                [this, round](client::reply const& reply) {
                    // Nobody who would object is an answer, too, and needs no words.
                    const bool is_silent = reply.ok || reply.code == errc::no_such_method;
                    thread_.post([this, round, stays = reply.ok && reply.json == "true",
                                  why = is_silent ? std::string{} : std::string{reply.message}] {
                        settle(round, stays, why);
                    });
                });
    if (hooks_.later)
        hooks_.later(patience + std::chrono::seconds{1},
                     [this, round] { settle(round, false, "the broker does not answer"); });
}

void close_question::settle(int round, bool stays, std::string_view why) {
    if (!open_ || round != round_) return;
    open_ = false;
    if (!why.empty())
        hooks_.complain("closing without an answer to " + std::string{window_names::before_close} +
                        ": " + std::string{why});
    if (!stays) hooks_.close();
}

}  // namespace fairlead::host
