// SPDX-License-Identifier: MIT
//
// browser_socket — the WebSocket of one browser page, as the server sees it.
#pragma once

#include <string>

namespace fairlead::host {

class browser_page;

class browser_socket {
public:
    virtual ~browser_socket() = default;
    virtual browser_page& page() = 0;
};

}  // namespace fairlead::host
