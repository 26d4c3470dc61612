// SPDX-License-Identifier: MIT
//
// request_guard — tells what the app's own page sends from what any other frame could send.
//
// Any frame may POST to the app's address. Such a request may cause something, and looking at its
// body is dangerous: WebKit's function for it reads through a null pointer when the body is a Blob
// (measured, 2.50.6). So a script that only the top document gets puts a secret header on whatever
// is sent, and sends no Blobs; without the header nobody looks at a body.
#pragma once

#include "webview-host/assets/http_message.hpp"
#include "webview-host/window/page_guard.hpp"

#include <string>
#include <string_view>
#include <vector>

namespace fairlead::host {

/// What may be sent along with a request.
inline constexpr std::size_t request_body_bytes_max = 32u << 20;

class request_guard {
public:
    explicit request_guard(std::string secret = page_guard::random_secret())
        : secret_{std::move(secret)} {}

    /// To be run at document start, in the top frame of the app's origin only.
    std::string user_script() const;

    /// True: the app's own page has sent it. Takes the header away: it is nobody else's business.
    bool open(std::vector<http_header>& headers) const;

private:
    std::string secret_;
};

}  // namespace fairlead::host
