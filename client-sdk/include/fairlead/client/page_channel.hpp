// SPDX-License-Identifier: MIT
//
// page_channel — what a host gets for one of its pages: a session of the page's own, to be handed
// to the process that runs it. The host uses none of it and keeps no copy: the session ends when
// the last copy of the control socket is closed.
#pragma once

#include <fairlead/handshake/page_grant.hpp>
#include <fairlead/vocabulary/ids.hpp>
#include <fairlead/vocabulary/unique_fd.hpp>

#include <array>
#include <cstdint>
#include <functional>
#include <string>
#include <variant>

namespace fairlead::client {

struct page_channel {
    generation page{};
    session_id session{};
    std::uint32_t ring_bytes = 0;
    /// In the order of handshake::page_fd.
    std::array<unique_fd, static_cast<std::size_t>(handshake::page_fd::count)> descriptors;
};

/// Or a sentence: why there is none.
using page_answer = std::variant<page_channel, std::string>;

using page_handler = std::function<void(page_answer)>;

}  // namespace fairlead::client
