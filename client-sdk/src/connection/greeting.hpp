// SPDX-License-Identifier: MIT
//
// greeting — knocks at the broker's socket and waits, with a deadline, to be let in.
#pragma once

#include <fairlead/client/connect_options.hpp>
#include <fairlead/shm/channel.hpp>
#include <fairlead/vocabulary/unique_fd.hpp>

#include <memory>

namespace fairlead::client {

/// All that a connection needs of its greeting.
struct greeting {
    wire::welcome welcome;
    unique_fd control;
    std::unique_ptr<shm::channel> channel;
};

/// Throws connect_error.
greeting greet(connect_options const& options);

}  // namespace fairlead::client
