// SPDX-License-Identifier: MIT
//
// socket_tunnel — a WebSocket of the front end's own server (a bundler's, that says what has
// changed): the bytes of both sides as they come, and nobody here reads them.
#include "webview-host/dev/beast_stream.hpp"
#include "webview-host/dev/proxy_headers.hpp"

#include <boost/asio/as_tuple.hpp>
#include <boost/asio/co_spawn.hpp>
#include <boost/asio/detached.hpp>
#include <boost/asio/ip/tcp.hpp>
#include <boost/asio/use_awaitable.hpp>
#include <boost/asio/write.hpp>
#include <boost/beast/core/tcp_stream.hpp>

#include <array>
#include <chrono>
#include <memory>
#include <string>

namespace fairlead::host {
namespace {

namespace asio = boost::asio;
namespace beast = boost::beast;

using namespace std::chrono_literals;

constexpr auto awaited = asio::as_tuple(asio::use_awaitable);
constexpr auto connect_patience = 5s;
constexpr auto write_patience = 60s;  // Of somebody who does not read.

struct tunnel {
    byte_stream browser;
    beast::tcp_stream server;

    void close() {
        browser.close();
        server.close();
    }
};

/// Both are silent for as long as nothing changes; one that has gone is noticed by its end.
template <class From, class To>
asio::awaitable<void> carry(std::shared_ptr<tunnel> both, From& from, To& to) {
    std::array<char, 16u << 10> bytes;
    for (;;) {
        from.expires_never();  // Of the read, also where the other direction is writing there.
        const auto [ended, came] = co_await from.async_read_some(asio::buffer(bytes), awaited);
        if (ended) break;
        to.expires_after(write_patience);
        const auto [failed, sent] =
            co_await asio::async_write(to, asio::buffer(bytes.data(), came), awaited);
        if (failed) break;
        to.expires_never();
    }
    both->close();
}

std::string text_of(upstream_address const& where, asset_request const& request) {
    std::string text = "GET " + target_at(where, request.target) + " HTTP/1.1\r\n";
    for (auto const& [name, value] : socket_headers_to(where, request))
        text.append(name).append(": ").append(value).append("\r\n");
    return text + "\r\n";
}

}  // namespace

asio::awaitable<bool> connect_browser(byte_stream& browser, page_request const& request,
                                      std::string const& already_read,
                                      upstream_address const& where) {
    beast::tcp_stream server{browser.get_executor()};
    asio::ip::tcp::resolver names{browser.get_executor()};
    const auto port = std::to_string(where.port);
    const auto [unknown, places] = co_await names.async_resolve(where.host, port, awaited);
    if (unknown) co_return false;
    server.expires_after(connect_patience);
    const auto [refused, at] = co_await server.async_connect(places, awaited);
    if (refused) co_return false;
    boost::system::error_code ignored;
    server.socket().set_option(asio::ip::tcp::no_delay{true}, ignored);

    const auto hello = text_of(where, request.view()) + already_read;
    server.expires_after(write_patience);
    const auto [failed, sent] = co_await asio::async_write(server, asio::buffer(hello), awaited);
    if (failed) co_return false;
    server.expires_never();
    const auto both = std::make_shared<tunnel>(tunnel{std::move(browser), std::move(server)});
    asio::co_spawn(both->server.get_executor(), carry(both, both->browser, both->server),
                   asio::detached);
    co_await carry(both, both->server, both->browser);
    co_return true;
}

}  // namespace fairlead::host
