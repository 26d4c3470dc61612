// SPDX-License-Identifier: MIT
//
// notes_app — examples/notes with nothing of the user's, in a real window on a desk of its own;
// each step leaves a picture of the whole screen in build/<preset>/pictures/notes.
#pragma once

#include "tests/desk/notification_service.hpp"
#include "tests/support/window_app.hpp"

#include <filesystem>
#include <map>
#include <string>
#include <string_view>
#include <vector>

namespace fairlead::tests {

class notes_app {
public:
    explicit notes_app(std::map<std::string, std::string> const& environment = {});
    ~notes_app();  ///< Waits until all of it has ended.
    notes_app(notes_app const&) = delete;
    notes_app& operator=(notes_app const&) = delete;

    static constexpr char const* title = "Notes";

    webdriver& page() { return driver_; }
    notification_service& notifications() { return notifications_; }
    std::filesystem::path const& path() const noexcept { return folder_.path(); }

    /// Once the page has drawn what has been done so far.
    void picture(std::string_view step);
    /// Of a point of the screen, as #rrggbb.
    std::string colour_at(int x, int y) const;

    /// `fairlead call METHOD ARGS…` from another terminal; what it prints.
    std::string call(std::string const& method, std::vector<std::string> args = {}) const;

    // -- the page ---------------------------------------------------------------------------------

    /// Titles as the list shows them.
    std::string titles();
    /// The id of the note that is open.
    std::string open_id();
    void write_note(std::string_view name, std::string_view text);
    void wait_until_saved();
    /// Until one of the messages that go by themselves has that text.
    void wait_for_toast(std::string_view text);

    // -- the desk ---------------------------------------------------------------------------------

    /// xdotool, word by word.
    std::string hand(std::string const& words) const;
    void type(std::string const& text) const;
    /// Until the window of that title has the keyboard.
    void wait_for_front(std::string const& window_title);
    bool shows(std::string const& window_title) const;
    /// The dialog of that title comes to the front, and goes at that key.
    void answer(std::string const& dialog, std::string const& key);
    /// From another program, to the middle of the page. A picture is taken on the way.
    void drop(std::filesystem::path const& file, std::string_view step);

    // -- behind it --------------------------------------------------------------------------------

    std::filesystem::path shelf() const { return path() / "home/data/fairlead-notes"; }
    /// All that lies there, in no order.
    std::string files() const;
    pid_t plugin_pid() const;
    bool has_ended() const;

private:
    bool is_front(std::string const& window_title) const;

    notification_service notifications_{{"body"}};
    window_app_folder folder_;
    webdriver driver_;
    pid_t launcher_;
};

}  // namespace fairlead::tests
