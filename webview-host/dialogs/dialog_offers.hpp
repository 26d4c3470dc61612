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

#include <chrono>
#include <cstdint>
#include <map>
#include <memory>
#include <optional>

namespace fairlead::host {

class dialog_offers {
public:
    explicit dialog_offers(dialog_port& port) : port_{port} {}
    dialog_offers(dialog_offers const&) = delete;
    dialog_offers& operator=(dialog_offers const&) = delete;

    void offer_on(client::connection& broker, call_desk& desk);

    /// For how long no dialog has been open; 0 while one is.
    std::chrono::milliseconds undisturbed() const noexcept;

private:
    void close(std::uint64_t number);
    void offer_files(client::connection& broker, call_desk& desk, char const* name,
                     file_choice what);
    template <class Request, class Reply>
    void open(desk_call const& call, Request const& what, Reply reply);

    dialog_port& port_;
    std::uint64_t last_ = 0;
    std::map<std::uint64_t, std::unique_ptr<open_dialog>> open_;
    std::optional<std::chrono::steady_clock::time_point> closed_at_;  // The last one that was.
};

}  // namespace fairlead::host
