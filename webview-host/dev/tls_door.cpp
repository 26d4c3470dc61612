// SPDX-License-Identifier: MIT
//
// tls_door — the one file that knows Asio's TLS, and has its function bodies.
//
// GCC 12 copies what an aggregate holds bit by bit when it is a temporary of a co_await expression:
// so these have names.
#include "webview-host/dev/tls_door.hpp"

#include <boost/asio/as_tuple.hpp>
#include <boost/asio/co_spawn.hpp>
#include <boost/asio/detached.hpp>
#include <boost/asio/local/connect_pair.hpp>
#include <boost/asio/local/stream_protocol.hpp>
#include <boost/asio/ssl/impl/src.hpp>
#include <boost/asio/ssl/stream.hpp>
#include <boost/asio/steady_timer.hpp>
#include <boost/asio/use_awaitable.hpp>
#include <boost/asio/write.hpp>

#include <sys/socket.h>

#include <array>
#include <chrono>
#include <stdexcept>
#include <string_view>
#include <utility>

namespace fairlead::host {
namespace {

namespace asio = boost::asio;
namespace ssl = asio::ssl;
using asio::ip::tcp;

using namespace std::chrono_literals;

constexpr auto awaited = asio::as_tuple(asio::use_awaitable);
constexpr auto greeting_patience = 10s;
constexpr auto write_patience = 60s;  // Of somebody who does not read.
constexpr auto farewell_patience = 2s;
constexpr int visits_max = 256;  // Three descriptors each.

constexpr std::string_view words_to_plain_http =
    "HTTP/1.1 400 Bad Request\r\nContent-Type: text/plain; charset=utf-8\r\n"
    "Content-Length: 46\r\nConnection: close\r\n\r\n"
    "Here is https and wss: ask by https:// instead";

}  // namespace

struct tls_door::state {
    ssl::context context{ssl::context::tls_server};
    int visits = 0;
};

namespace {

/// One timer for both directions, which Beast's streams do not have: a farewell waits in both.
struct visit {
    visit(tcp::socket from, ssl::context& context)
        : outside{std::move(from), context}, inside{outside.get_executor()},
          patience{outside.get_executor()} {}

    tcp::socket& below() { return outside.next_layer(); }
    void close() {
        boost::system::error_code ignored;
        inside.close(ignored);
        below().close(ignored);
        patience.cancel();
    }

    ssl::stream<tcp::socket> outside;
    asio::local::stream_protocol::socket inside;
    asio::steady_timer patience;
};

/// It is closed then, unless another deadline has been set meanwhile.
void close_after(std::shared_ptr<visit> const& one, std::chrono::seconds patience) {
    one->patience.expires_after(patience);
    one->patience.async_wait([seen = std::weak_ptr{one}](boost::system::error_code cancelled) {
        const auto still = seen.lock();
        if (cancelled || !still || still->patience.expiry() > asio::steady_timer::clock_type::now())
            return;
        still->close();
    });
}

void close_never(visit& one) { one.patience.expires_at(asio::steady_timer::time_point::max()); }

/// How long a visitor is silent is the inner connection's to judge.
asio::awaitable<void> carry_in(std::shared_ptr<visit> both) {
    std::array<char, 16u << 10> bytes;
    for (;;) {
        const auto [ended, came] =
            co_await both->outside.async_read_some(asio::buffer(bytes), awaited);
        if (ended) break;
        const auto piece = asio::buffer(bytes.data(), came);
        const auto [failed, sent] = co_await asio::async_write(both->inside, piece, awaited);
        if (failed) break;
    }
    boost::system::error_code gone;
    both->inside.shutdown(asio::socket_base::shutdown_send, gone);
}

asio::awaitable<void> carry_out(std::shared_ptr<visit> both) {
    std::array<char, 16u << 10> bytes;
    for (;;) {
        const auto [ended, came] =
            co_await both->inside.async_read_some(asio::buffer(bytes), awaited);
        if (ended) break;
        const auto piece = asio::buffer(bytes.data(), came);
        close_after(both, write_patience);
        const auto [failed, sent] = co_await asio::async_write(both->outside, piece, awaited);
        if (failed) co_return both->close();
        close_never(*both);
    }
    // Said, so that the other side knows that it has everything.
    close_after(both, farewell_patience);
    co_await both->outside.async_shutdown(awaited);
    both->close();
}

/// A greeting of TLS begins with 22, a request with a letter.
bool speaks_plain_http(tcp::socket& from) {
    char first = 0;
    return ::recv(from.native_handle(), &first, 1, MSG_PEEK | MSG_DONTWAIT) == 1 && first >= 'A' &&
           first <= 'Z';
}

/// What has been asked is read, because an end with unread bytes would take our words with it.
asio::awaitable<void> turn_away(std::shared_ptr<visit> one) {
    close_after(one, farewell_patience);
    const auto words = asio::buffer(words_to_plain_http.data(), words_to_plain_http.size());
    const auto [failed, sent] = co_await asio::async_write(one->below(), words, awaited);
    boost::system::error_code gone = failed;
    if (!gone) one->below().shutdown(asio::socket_base::shutdown_send, gone);
    std::array<char, 4u << 10> bytes;
    while (!gone) {
        const auto [ended, came] =
            co_await one->below().async_read_some(asio::buffer(bytes), awaited);
        gone = ended;
    }
    one->close();
}

/// What OpenSSL says of it, with its name.
template <class Take>
void take(std::string const& name, Take use) {
    try {
        use();
    } catch (boost::system::system_error const& problem) {
        throw std::runtime_error{name + ": " + problem.code().message()};
    }
}

}  // namespace

tls_door::tls_door(tls_identity const& identity) : state_{std::make_shared<state>()} {
    auto& context = state_->context;
    context.set_options(ssl::context::no_tlsv1 | ssl::context::no_tlsv1_1);
    // Visitors keep what they need to come again quickly; nothing grows here.
    ::SSL_CTX_set_session_cache_mode(context.native_handle(), SSL_SESS_CACHE_OFF);
    // Otherwise OpenSSL asks at the terminal, and the start waits for somebody.
    context.set_password_callback(
        [](std::size_t, ssl::context::password_purpose) { return std::string{}; });
    take(identity.certificate_name,
         [&] { context.use_certificate_chain(asio::buffer(identity.certificate)); });
    take(identity.key_name,
         [&] { context.use_private_key(asio::buffer(identity.key), ssl::context::pem); });
}

tls_door::~tls_door() = default;

asio::awaitable<void> tls_door::admit(
    tcp::socket visitor, std::function<void(asio::generic::stream_protocol::socket)> inside) {
    const auto kept = state_;
    if (kept->visits >= visits_max) co_return;
    ++kept->visits;
    struct stay {
        tls_door::state& of;
        ~stay() { --of.visits; }
    };
    const stay here{*kept};
    const auto loop = visitor.get_executor();
    const auto both = std::make_shared<visit>(std::move(visitor), kept->context);
    close_after(both, greeting_patience);
    const auto [left] = co_await both->below().async_wait(asio::socket_base::wait_read, awaited);
    if (left) co_return both->close();
    if (speaks_plain_http(both->below())) co_return co_await turn_away(both);
    const auto [refused] =
        co_await both->outside.async_handshake(ssl::stream_base::server, awaited);
    if (refused) co_return both->close();
    close_never(*both);
    asio::local::stream_protocol::socket other{loop};
    boost::system::error_code failed;
    asio::local::connect_pair(both->inside, other, failed);
    if (failed) co_return both->close();
    inside(asio::generic::stream_protocol::socket{std::move(other)});
    asio::co_spawn(loop, carry_in(both), asio::detached);
    co_await carry_out(both);
}

}  // namespace fairlead::host
