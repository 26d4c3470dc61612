// SPDX-License-Identifier: MIT
//
// close_question — before the app ends a plugin may object. Nobody waits: while it is asked, and
// that may be a dialog, the window goes on. The time that a person takes for a dialog is not
// counted.
#pragma once

#include "webview-host/loop/main_thread.hpp"

#include <fairlead/client/connection.hpp>

#include <chrono>
#include <functional>
#include <string_view>

namespace fairlead::host {

class close_question {
public:
    using milliseconds = std::chrono::milliseconds;

    struct hooks {
        /// Calls the plugin that may object. Deadline 0: none.
        std::function<void(milliseconds deadline, client::reply_handler)> ask;
        std::function<void()> close;  ///< Nobody objects.
        std::function<void(std::string_view sentence)> complain;
        /// Runs the job after that time. Empty: the broker keeps the deadline, whatever is open.
        std::function<void(milliseconds, std::function<void()>)> later{};
        /// For how long no dialog has been open; 0 while one is.
        std::function<milliseconds()> undisturbed{};
    };

    /// The thread is borrowed; it outlives the connection that is asked by.
    close_question(main_thread& thread, hooks use);

    /// A second time while the first is open adds nothing. Main thread.
    void ask();

    static constexpr milliseconds patience{5'000};

private:
    void look_again_in(milliseconds time);
    void look_again(milliseconds passed);
    void settle(bool stays, std::string_view why);

    main_thread& thread_;
    hooks hooks_;
    bool open_ = false;
    int round_ = 0;  // An answer of an earlier one says nothing.
    milliseconds asked_for_{};
};

}  // namespace fairlead::host
