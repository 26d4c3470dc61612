// SPDX-License-Identifier: MIT
//
// proxy — passes the messages of any gRPC stream on to another server, without parsing them.
#pragma once

#include <string>

namespace fairlead::bench::grpc_peer {

/// Never returns. Addresses as gRPC writes them: "unix:/…".
void run_proxy(std::string const& listen_at, std::string const& pass_to);

}  // namespace fairlead::bench::grpc_peer
