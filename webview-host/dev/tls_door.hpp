// SPDX-License-Identifier: MIT
//
// tls_door — https and wss in front of the server: each visitor's bytes are decrypted and handed to
// a connection of the ordinary kind, over a socket pair. What is behind it knows nothing of TLS.
#pragma once

#include "webview-host/dev/tls_identity.hpp"

#include <boost/asio/awaitable.hpp>
#include <boost/asio/generic/stream_protocol.hpp>
#include <boost/asio/ip/tcp.hpp>

#include <functional>
#include <memory>

namespace fairlead::host {

class tls_door {
public:
    /// Throws, with its name, what is none, or a key of another certificate.
    explicit tls_door(tls_identity const& identity);
    ~tls_door();
    tls_door(tls_door const&) = delete;
    tls_door& operator=(tls_door const&) = delete;

    /// `inside` is given the other end of the pair once the visitor is known to speak TLS. Who
    /// asks by plain http is told; who comes when too many are here is not heard. The door may
    /// go meanwhile.
    boost::asio::awaitable<void> admit(
        boost::asio::ip::tcp::socket visitor,
        std::function<void(boost::asio::generic::stream_protocol::socket)> inside);

private:
    struct state;
    std::shared_ptr<state> state_;
};

}  // namespace fairlead::host
