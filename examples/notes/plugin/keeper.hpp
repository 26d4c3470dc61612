// SPDX-License-Identifier: MIT
//
// keeper — a thread that saves what has been edited, once it has been quiet, and rings reminders.
#pragma once

#include "notebook.hpp"

#include <fairlead/events.hpp>

#include <condition_variable>
#include <mutex>
#include <string>
#include <thread>

namespace notes {

class keeper {
public:
    /// Nothing is read or made on disk before somebody wants the book.
    keeper(shelf where, fairlead::events events);
    ~keeper() { finish(); }
    keeper(keeper const&) = delete;
    keeper& operator=(keeper const&) = delete;

    /// Opened.
    notebook& book();

    /// Something was edited, or has another reminder.
    void wake();
    void set_autosave(bool on);
    bool autosave() const;

    /// Nothing happens by itself from now on; with autosave nothing is left unsaved.
    void finish();

    /// Now and here. What cannot be written is told to the page as `notes:problem`: false.
    bool save(std::string const& id);
    bool save_all();

private:
    void run();
    /// Both return when there will be something to do; 0 for never.
    moment save_what_is_quiet(moment now);
    moment ring(moment now);

    notebook book_;
    const fairlead::events events_;

    mutable std::mutex mutex_;
    std::condition_variable changed_;
    bool autosave_ = true;
    bool woken_ = false;
    bool stopping_ = false;
    moment pause_until_ = 0;  // After a failure; the thread's own.
    std::jthread thread_;     // Last: it uses the others.
};

}  // namespace notes
