// SPDX-License-Identifier: MIT
//
// dev_server — the doors, and what stands beside them.
#include "webview-host/dev/dev_server.hpp"

#include "webview-host/assets/scripts.hpp"
#include "webview-host/assets/wails_paths.hpp"
#include "webview-host/bridge/page_outbox.hpp"
#include "webview-host/dev/beast_stream.hpp"
#include "webview-host/dev/browser_page.hpp"
#include "webview-host/dev/browser_socket.hpp"
#include "webview-host/dev/dev_scripts.hpp"
#include "webview-host/dev/tls_door.hpp"
#include "webview-host/dev/visiting_user.hpp"

#include <fairlead/vocabulary/json_string.hpp>

#include <boost/asio/as_tuple.hpp>
#include <boost/asio/co_spawn.hpp>
#include <boost/asio/detached.hpp>
#include <boost/asio/ip/v6_only.hpp>
#include <boost/asio/use_awaitable.hpp>

#include <stdexcept>
#include <utility>

namespace fairlead::host {
namespace {

namespace asio = boost::asio;
using asio::ip::tcp;

constexpr int connections_max = 512;

asset_response text_response(int status, std::string_view type, std::string text) {
    return {status,
            {{"Content-Type", std::string{type}}, {"Cache-Control", "no-store"}},
            std::move(text)};
}

}  // namespace

dev_server::dev_server(asio::io_context& loop, dev_server_options options, hooks use)
    : loop_{loop}, options_{std::move(options)}, hooks_{std::move(use)} {
    auto const& host = options_.at.host;
    if (!is_loopback(host) && options_.listen.empty())
        throw std::runtime_error{"the server listens on this machine alone; --listen ADDRESS lets "
                                 "others in, and then it may be called " +
                                 host};
    auto port = options_.at.port;
    if (!options_.listen.empty()) {
        listen_on(asio::ip::make_address(options_.listen), port);
    } else {
        listen_on(host.starts_with("127.") ? asio::ip::make_address(host)
                                           : asio::ip::make_address("127.0.0.1"),
                  port);
        port = acceptors_.front().local_endpoint().port();
        if (host == "localhost" || host == "[::1]") try {
                listen_on(asio::ip::address_v6::loopback(), port);
            } catch (std::exception const&) {
                // A machine without IPv6; localhost is then its other number.
            }
    }
    options_.at.port = acceptors_.front().local_endpoint().port();
    auto names = options_.names;
    if (host != "localhost") names.push_back(host);
    if (options_.tls.wanted)
        tls_ = std::make_unique<tls_door>(tls_identity_of(options_.tls, names));
    rules_.emplace(names, options_.at.port, page_outbox::random_payload_id(), options_.tls.wanted);
    for (auto& door : acceptors_) asio::co_spawn(loop_, accept_all(door), asio::detached);
}

dev_server::~dev_server() = default;

asio::awaitable<void> dev_server::accept_all(tcp::acceptor& door) {
    for (;;) {
        auto [failed, socket] = co_await door.async_accept(asio::as_tuple(asio::use_awaitable));
        if (failed == asio::error::operation_aborted) co_return;
        if (!failed) receive(std::move(socket));  // One that has not gone again.
    }
}

void dev_server::receive(tcp::socket visitor) {
    boost::system::error_code ignored;
    visitor.set_option(tcp::no_delay{true}, ignored);
    auto stranger = judge_user(visitor.native_handle());
    const auto serve = [this, stranger](asio::generic::stream_protocol::socket plain) {
        asio::co_spawn(loop_, serve_connection(byte_stream{std::move(plain)}, *this, stranger),
                       asio::detached);
    };
    if (tls_) asio::co_spawn(loop_, tls_->admit(std::move(visitor), serve), asio::detached);
    else serve(asio::generic::stream_protocol::socket{std::move(visitor)});
}

void dev_server::listen_on(asio::ip::address const& where, std::uint16_t port) {
    try {
        tcp::acceptor door{loop_};
        const tcp::endpoint at{where, port};
        door.open(at.protocol());
        door.set_option(asio::socket_base::reuse_address{true});
        if (where.is_v6()) door.set_option(asio::ip::v6_only{true});
        door.bind(at);
        door.listen();
        acceptors_.reserve(2);  // Coroutines refer to them.
        acceptors_.push_back(std::move(door));
    } catch (boost::system::system_error const& problem) {
        throw std::runtime_error{"cannot listen on " + where.to_string() + " port " +
                                 std::to_string(port) + ": " + problem.code().message()};
    }
}

std::string dev_server::url() const {
    return (tls_ ? "https://" : "http://") + options_.at.host + ':' +
           std::to_string(options_.at.port) + '/';
}

std::optional<asset_response> dev_server::own(asset_request const& request) {
    const auto path = request.path();
    if (path == "/wails/ipc")
        return error_page(426, "Here is a WebSocket: ws://…/wails/ipc?token=…");
    if (path == "/wails/reload") {
        reload();
        return asset_response{204, {}, std::string{}};
    }
    if (path != ipc_path) return std::nullopt;
    std::string script = "window._fairleadDev={\"token\":";
    append_json_string(script, rules_->token());
    script.append("};\n").append(dev_ipc_script());
    return text_response(200, "text/javascript; charset=utf-8", std::move(script));
}

/// Who lets other machines in lets in whoever is on this one, too.
std::optional<refusal> dev_server::judge_user(int socket) const {
    if (!options_.listen.empty()) return std::nullopt;
    const auto user = visiting_user(socket);
    if (user ? is_own_user(*user) : !has_user_table()) return std::nullopt;
    return refusal{403, user ? "the program that asks belongs to another user of this machine (" +
                                   std::to_string(*user) + ")"
                             : "nobody knows whose program asks"};
}

void dev_server::note_refusal(refusal const& why) {
    const auto count = refusals_.allow(log_rate::clock::now());
    if (!count) return;
    hooks_.complain("refused: " + why.why +
                    (*count > 1 ? " (" + std::to_string(*count) + " since the last)" : ""));
}

bool dev_server::enter() noexcept {
    if (connections_ >= connections_max) return false;
    ++connections_;
    return true;
}

void dev_server::add_socket(std::weak_ptr<browser_socket> socket) {
    std::erase_if(sockets_, [](auto const& one) { return one.expired(); });
    sockets_.push_back(std::move(socket));
}

std::vector<std::shared_ptr<browser_socket>> dev_server::sockets() {
    std::vector<std::shared_ptr<browser_socket>> open;
    for (auto const& one : sockets_)
        if (auto socket = one.lock()) open.push_back(std::move(socket));
    return open;
}

void dev_server::reload() {
    for (auto const& one : sockets()) one->page().queue().word("reload");
}

void dev_server::tell(std::string const& json) {
    for (auto const& one : sockets()) one->page().queue().tell(json);
}

void dev_server::stop() {
    acceptors_.clear();
    for (auto const& one : sockets()) one->page().close();
}

}  // namespace fairlead::host
