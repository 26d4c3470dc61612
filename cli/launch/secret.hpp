// SPDX-License-Identifier: MIT
//
// secret — a one-time token and the pipes that hand it to children: never on a command line, never
// in an environment, where other processes of the user could read it.
#pragma once

#include <fairlead/vocabulary/unique_fd.hpp>

#include <string>

namespace fairlead::cli {

/// 32 hexadecimal digits from the kernel's random source.
std::string make_token();

/// The read end of a pipe that holds `text`. Throws command_failed.
unique_fd pipe_holding(std::string const& text);

}  // namespace fairlead::cli
