// SPDX-License-Identifier: MIT
//
// browser_door — the door of one browser page: it knows when there is room for what a browser
// sends, and it gives out no channels.
#pragma once

#include "webview-host/bridge/connection_door.hpp"

namespace fairlead::host {

class browser_door final : public connection_door {
public:
    /// Whether so many bytes more can be handed over and will be kept: not without a broker.
    bool has_room_for(std::size_t bytes) const;

    void request_page(generation page, std::string origin, client::page_handler done) override;
};

}  // namespace fairlead::host
