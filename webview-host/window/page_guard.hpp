// SPDX-License-Identifier: MIT
//
// page_guard — tells the app's own document from every other frame that can reach the message
// handler.
//
// A script message does not name its frame, and any frame may send one (measured: data:, sandboxed
// and http: frames did). So a script that only the top document of our origin gets puts a secret in
// front of each message, and the name that the document has given itself.
#pragma once

#include <optional>
#include <string>
#include <string_view>

namespace fairlead::host {

class page_guard {
public:
    explicit page_guard(std::string secret = random_secret());

    /// To be run at document start, in the top frame of the app's origin only. Defines
    /// window._fairleadHost.{post, page}; the secret stays in its closure.
    std::string user_script() const;

    /// For all frames of the app's origin: in one that is not the top frame, whoever calls is told
    /// so. Answers go to the top document; without this its calls would wait for ever.
    static std::string_view child_frame_script();

    struct message {
        std::string_view page, text;
    };
    /// Nothing: it does not come from our document.
    std::optional<message> open(std::string_view sealed) const;

    static std::string random_secret();

private:
    std::string secret_;
};

inline constexpr std::size_t page_name_bytes = 16;

}  // namespace fairlead::host
