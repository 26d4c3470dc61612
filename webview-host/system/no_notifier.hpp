// SPDX-License-Identifier: MIT
//
// no_notifier — where there is no desktop: nothing is available, and everything says so.
#pragma once

#include "webview-host/system/notifier.hpp"

namespace fairlead::host {

class no_notifier final : public notifier {
public:
    void ask_available(std::function<void(bool)> answer) override { answer(false); }
    void initialise(done answer) override { refuse(answer); }
    void clean_up() override {}
    void send(notification, bool, done answer) override { refuse(answer); }
    void register_category(notification_category, done answer) override { refuse(answer); }
    void remove_category(std::string const&, done answer) override { refuse(answer); }
    void remove(std::string const&, done answer) override { refuse(answer); }
    void remove_all(done answer) override { refuse(answer); }

private:
    static void refuse(done const& answer) { answer("notifications are not available here"); }
};

}  // namespace fairlead::host
