// SPDX-License-Identifier: MIT
//
// dialog_offers — dialogs for plugins: each belongs to a call, and closes when that is taken back.
//
//   fairlead.dialog.open-file, save-file, open-directory   [{…}] → "path", "" when cancelled
//   fairlead.dialog.open-files                             [{…}] → ["path", …]
//   fairlead.dialog.message                                [{…}] → "button"
#pragma once

#include "webview-host/dialogs/dialog_port.hpp"
#include "webview-host/system/call_desk.hpp"

#include <cstdint>
#include <map>
#include <memory>

namespace fairlead::host {

class dialog_offers {
public:
    explicit dialog_offers(dialog_port& port) : port_{port} {}
    dialog_offers(dialog_offers const&) = delete;
    dialog_offers& operator=(dialog_offers const&) = delete;

    void offer_on(client::connection& broker, call_desk& desk);

    /// Somebody is asked something; their time is not a plugin's.
    bool any_open() const noexcept { return !open_.empty(); }

private:
    void offer_files(client::connection& broker, call_desk& desk, char const* name,
                     file_choice what);
    template <class Request, class Reply>
    void open(desk_call const& call, Request const& what, Reply reply);

    dialog_port& port_;
    std::uint64_t last_ = 0;
    std::map<std::uint64_t, std::unique_ptr<open_dialog>> open_;
};

}  // namespace fairlead::host
