// SPDX-License-Identifier: MIT
//
// close_question — one call, whose failure means yes.
#include "webview-host/system/close_question.hpp"

#include <fairlead/vocabulary/window_names.hpp>

#include <algorithm>
#include <string>
#include <utility>

namespace fairlead::host {

close_question::close_question(main_thread& thread, hooks use)
    : thread_{thread}, hooks_{std::move(use)} {}

void close_question::ask() {
    if (std::exchange(open_, true)) return;
    const int round = ++round_;
    asked_for_ = {};
    hooks_.ask(hooks_.later ? milliseconds{} : patience, [this, round](client::reply const& reply) {
        // Nobody who would object is an answer, too, and needs no words.
        const bool is_silent = reply.ok || reply.code == errc::no_such_method;
        thread_.post([this, round, stays = reply.ok && reply.json == "true",
                      why = is_silent ? std::string{} : std::string{reply.message}] {
            if (open_ && round == round_) settle(stays, why);
        });
    });
    if (hooks_.later) look_again_in(patience);
}

void close_question::look_again_in(milliseconds time) {
    hooks_.later(time, [this, round = round_, time] {
        if (open_ && round == round_) look_again(time);
    });
}

void close_question::look_again(milliseconds passed) {
    asked_for_ += passed;
    const auto waited =
        hooks_.undisturbed ? std::min(asked_for_, hooks_.undisturbed()) : asked_for_;
    if (waited < patience) return look_again_in(patience - waited);
    settle(false, "none within " + std::to_string(patience.count() / 1'000) + " s");
}

void close_question::settle(bool stays, std::string_view why) {
    open_ = false;
    if (!why.empty())
        hooks_.complain("closing without an answer to " + std::string{window_names::before_close} +
                        ": " + std::string{why});
    if (!stays) hooks_.close();
}

}  // namespace fairlead::host
