// SPDX-License-Identifier: MIT
//
// runtime_dir — makes the folder in which an app's socket lies (handshake/socket_path.hpp says
// where), ours alone, checked at each step.
#pragma once

#include <filesystem>
#include <string>

namespace fairlead::broker::admission {

/// Made if need be. Throws std::runtime_error when a folder on the way belongs to somebody else or
/// is open to others.
std::filesystem::path make_runtime_dir(std::string const& app);

}  // namespace fairlead::broker::admission
