// SPDX-License-Identifier: MIT
//
// notifier — the least we need of a desktop's notifications. Main thread only; nothing waits.
#pragma once

#include <functional>
#include <string>
#include <vector>

namespace fairlead::host {

struct notification {
    std::string id, title, subtitle, body;
    std::string category;          ///< Of its buttons; empty or unknown: none.
    std::string data_json = "{}";  ///< The app's own, given back with the response.
};

struct notification_category {
    struct action {
        std::string id, title;
    };
    std::string id;
    std::vector<action> actions;
};

/// What a person has done with one.
struct notification_response {
    notification of;
    std::string action;  ///< "DEFAULT_ACTION": a click on the notification itself.
};

class notifier {
public:
    /// "" or why not.
    using done = std::function<void(std::string const& problem)>;

    virtual ~notifier() = default;

    /// Whether a service is there that would show them.
    virtual void ask_available(std::function<void(bool)> answer) = 0;
    virtual void initialise(done answer) = 0;
    /// Forgets categories and what is shown; another initialise() may follow.
    virtual void clean_up() = 0;
    /// One with the same id takes the place of the one before.
    virtual void send(notification what, bool with_actions, done answer) = 0;
    virtual void register_category(notification_category category, done answer) = 0;
    virtual void remove_category(std::string const& id, done answer) = 0;
    /// Nothing to remove is no problem.
    virtual void remove(std::string const& id, done answer) = 0;
    virtual void remove_all(done answer) = 0;
};

}  // namespace fairlead::host
