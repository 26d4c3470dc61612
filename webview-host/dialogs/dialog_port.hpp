// SPDX-License-Identifier: MIT
//
// dialog_port — whoever can show a dialog. Main thread only; nothing of it waits.
#pragma once

#include "webview-host/dialogs/dialog_request.hpp"

#include <functional>
#include <memory>
#include <string>
#include <variant>
#include <vector>

namespace fairlead::host {

/// One that is on the screen; it goes with this object, and then says nothing.
class open_dialog {
public:
    virtual ~open_dialog() = default;
};

struct dialog_refusal {
    std::string why;
};
using paths_answer = std::variant<std::vector<std::string>, dialog_refusal>;
using button_answer = std::variant<std::string, dialog_refusal>;

class dialog_port {
public:
    virtual ~dialog_port() = default;

    /// `done` runs once, perhaps before this returns. No path, no button: it was cancelled.
    virtual std::unique_ptr<open_dialog> ask(file_request const& what,
                                             std::function<void(paths_answer)> done) = 0;
    virtual std::unique_ptr<open_dialog> ask(message_request const& what,
                                             std::function<void(button_answer)> done) = 0;
};

/// Where there is no display.
class no_dialogs final : public dialog_port {
public:
    std::unique_ptr<open_dialog> ask(file_request const&,
                                     std::function<void(paths_answer)> done) override {
        done(refusal());
        return nullptr;
    }
    std::unique_ptr<open_dialog> ask(message_request const&,
                                     std::function<void(button_answer)> done) override {
        done(refusal());
        return nullptr;
    }

private:
    static dialog_refusal refusal() { return {"this app runs headless: nobody sees a dialog"}; }
};

}  // namespace fairlead::host
