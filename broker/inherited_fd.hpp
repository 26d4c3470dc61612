// SPDX-License-Identifier: MIT
//
// inherited_fd — the two descriptors that a launcher may give: one to read the host's token from,
// one to say "ready" into. Each is closed once it has served.
#pragma once

#include <string>

namespace fairlead::broker {

/// Empty without a descriptor (-1). Throws std::runtime_error when no token comes within 2 s.
std::string read_token(int fd);

/// Nothing happens without a descriptor (-1), nor when nobody reads.
void say_ready(int fd) noexcept;

}  // namespace fairlead::broker
