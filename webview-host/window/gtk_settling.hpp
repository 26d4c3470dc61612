// SPDX-License-Identifier: MIT
//
// gtk_settling — what a window manager was asked for and has not done yet, and who waits for that.
//
// A window manager is another program: it answers later, otherwise, or not at all. So a wish is
// open until a look at the window shows that it was granted, at most for a short while.
#pragma once

#include <functional>
#include <vector>

#include <glib.h>

namespace fairlead::host {

class gtk_settling {
public:
    using check = std::function<bool()>;

    gtk_settling() = default;
    ~gtk_settling();
    gtk_settling(gtk_settling const&) = delete;
    gtk_settling& operator=(gtk_settling const&) = delete;

    /// `granted` is asked again at each news of the window. It takes the place of an older wish
    /// about the same: a state that is passed on the way to this one settles nothing, nor does the
    /// one that the window is still in when the older wish leads away from it.
    void expect(int about, check granted);
    /// The window has changed in some way.
    void look_again();
    bool is_settled() const noexcept { return open_.empty(); }
    /// Runs `done` at once if no wish is open.
    void when_settled(std::function<void()> done);

private:
    void end_if_settled();
    void give_up();
    void run_waiting();

    struct wish {
        int about;
        check granted;
        check first;  // Empty, or an older wish that must have been granted before.
    };
    std::vector<wish> open_;
    std::vector<std::function<void()>> waiting_;
    guint timer_ = 0;
};

}  // namespace fairlead::host
