// SPDX-License-Identifier: MIT
//
// closing — the window waits for its answer only so long, and a user may think for longer.
#include "closing.hpp"

#include <string>
#include <utility>

namespace notes {
namespace {

constexpr char const* save = "Save";
constexpr char const* discard = "Discard";
constexpr char const* stay = "Cancel";

}  // namespace

bool closing::keeps_window() {
    const std::lock_guard lock{mutex_};
    if (is_asking_) return true;
    if (std::exchange(is_decided_, false)) return false;
    if (keeper_->autosave() && keeper_->save_all()) return false;
    const auto unsaved = keeper_->book().unsaved().size();
    if (unsaved == 0) return false;
    is_asking_ = true;
    asking_ = std::jthread{[this, unsaved] { ask(unsaved); }};
    return true;
}

void closing::ask(std::size_t unsaved) {
    const bool closes = agrees_to_close(unsaved);
    {
        const std::lock_guard lock{mutex_};
        is_asking_ = false;
        is_decided_ = closes;
    }
    if (closes) runtime_.quit();
}

bool closing::agrees_to_close(std::size_t unsaved) {
    const auto notes =
        unsaved == 1 ? std::string{"A note has"} : std::to_string(unsaved) + " notes have";
    try {
        const auto button = runtime_.dialogs()
                                .message({.type = fairlead::message_type::question,
                                          .title = "Save before closing?",
                                          .message = notes + " changes that are not saved.",
                                          .buttons = {discard, stay, save},
                                          .default_button = save,
                                          .cancel_button = stay})
                                .wait();
        // What cannot be saved is told to the page, and the window stays.
        return button == discard || (button == save && keeper_->save_all());
    } catch (fairlead::call_failed const&) {
        return false;  // There is no window any more.
    }
}

}  // namespace notes
