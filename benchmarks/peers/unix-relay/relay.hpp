// SPDX-License-Identifier: MIT
//
// relay — brings messages from one connection to another, by what their headers say.
#pragma once

#include <filesystem>

namespace fairlead::bench::unix_relay {

/// Reads the headers, refuses what is nobody's or too long. Never returns.
void relay_messages(std::filesystem::path const& socket);

/// Never looks at a byte: what comes from one of two connections goes to the other. It could not
/// serve a third, so it is no broker; it is what a broker over stream sockets cannot be quicker
/// than.
void relay_bytes(std::filesystem::path const& socket);

}  // namespace fairlead::bench::unix_relay
