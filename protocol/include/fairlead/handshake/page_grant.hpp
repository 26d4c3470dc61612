// SPDX-License-Identifier: MIT
//
// page_grant — the descriptors that come with a page_grant: a page's whole channel. Whoever runs
// the page opens the first three with shm::channel::open_page(); over the last one go farewells and
// offers of blobs, without a greeting. Its end is the end of the session, for both sides.
#pragma once

#include <fairlead/handshake/fd_passing.hpp>

#include <cstddef>

namespace fairlead::handshake {

enum class page_fd : std::size_t { up = 0, down, doorbell, control, count };
static_assert(static_cast<std::size_t>(page_fd::count) <= fds_per_message_max);

}  // namespace fairlead::handshake
