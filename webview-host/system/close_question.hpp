// SPDX-License-Identifier: MIT
//
// close_question — before the app ends a plugin may object. Nobody waits: while it is asked, and
// that may be a dialog, the window goes on.
#pragma once

#include "webview-host/loop/main_thread.hpp"

#include <fairlead/client/connection.hpp>

#include <functional>
#include <memory>
#include <string_view>

namespace fairlead::host {

class close_question {
public:
    struct hooks {
        std::function<void()> close;  ///< Nobody objects.
        std::function<void(std::string_view sentence)> complain;
        /// Runs the job after the patience, should the broker not keep its deadline; may be empty.
        std::function<void(std::chrono::milliseconds, std::function<void()>)> later;
    };

    /// The thread is borrowed. Both outlive every connection that is asked by.
    close_question(main_thread& thread, hooks use);

    /// A second time while the first is open adds nothing. Main thread.
    void ask(client::connection& broker);

    static constexpr std::chrono::seconds patience{5};

private:
    void settle(int round, bool stays, std::string_view why);

    main_thread& thread_;
    hooks hooks_;
    bool open_ = false;
    int round_ = 0;  // An answer of an earlier one says nothing.
};

}  // namespace fairlead::host
