// SPDX-License-Identifier: MIT
//
// browser_door — half of what may wait in our own process.
#include "webview-host/dev/browser_door.hpp"

#include <fairlead/wire/limits.hpp>

namespace fairlead::host {

bool browser_door::has_room_for(std::size_t bytes) const {
    if (!is_open()) return false;  // Until the next one is there.
    const auto waiting = try_connection()->waiting_bytes();
    // An empty queue takes one message of any size.
    return waiting == 0 ||
           (waiting < wire::overflow_bytes_max / 2 && bytes < wire::overflow_bytes_max / 2);
}

void browser_door::request_page(generation, std::string, client::page_handler done) {
    done("a browser has no channel of its own");
}

}  // namespace fairlead::host
