// SPDX-License-Identifier: MIT
//
// request_guard — the script is runtime/requests.js, called with the secret.
#include "webview-host/window/request_guard.hpp"

#include "webview-host/assets/scripts.hpp"

namespace fairlead::host {
namespace {

constexpr std::string_view secret_header = "X-Fairlead-Page";

}  // namespace

std::string request_guard::user_script() const {
    return call_of(requests_script(), "'" + secret_ + "', '" + std::string{secret_header} + "', " +
                                          std::to_string(request_body_bytes_max));
}

bool request_guard::open(std::vector<http_header>& headers) const {
    const bool ours = header_in(headers, secret_header) == secret_;
    std::erase_if(headers, [](http_header const& header) {
        return has_header({&header, 1}, secret_header);
    });
    return ours;
}

}  // namespace fairlead::host
