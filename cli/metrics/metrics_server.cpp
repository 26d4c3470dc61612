// SPDX-License-Identifier: MIT
//
// metrics_server — one request for each connection; who dawdles is closed.
#include "cli/metrics/metrics_server.hpp"

#include "cli/exit_code.hpp"
#include "cli/metrics/open_metrics.hpp"

#include <boost/asio/ip/tcp.hpp>
#include <boost/asio/local/stream_protocol.hpp>
#include <boost/asio/steady_timer.hpp>
#include <boost/beast/core.hpp>
#include <boost/beast/http.hpp>

#include <sys/stat.h>
#include <unistd.h>

#include <optional>

namespace fairlead::cli::metrics {
namespace {

namespace asio = boost::asio;
namespace beast = boost::beast;
namespace http = beast::http;
using asio::ip::tcp;
using local = asio::local::stream_protocol;

constexpr unsigned visitors_max = 16;
constexpr std::chrono::seconds patience{5};
constexpr std::chrono::milliseconds retry_after{100};
constexpr std::uint32_t head_max = 8'192;

/// A page elsewhere whose name was made to lead here is not told anything.
bool is_our_name(std::string_view host) {
    if (const auto port = host.rfind(':'); port != host.npos && !host.ends_with(']'))
        host = host.substr(0, port);
    return host == "127.0.0.1" || host == "localhost";
}

http::response<http::string_body> text_response(http::status status, std::string text) {
    http::response<http::string_body> made{status, 11};
    made.set(http::field::content_type, "text/plain; charset=utf-8");
    made.body() = std::move(text);
    return made;
}

}  // namespace

struct metrics_server::state {
    asio::io_context& loop;
    source text;
    std::optional<asio::basic_socket_acceptor<local>> at_socket{};
    std::optional<asio::basic_socket_acceptor<tcp>> at_port{};
    std::filesystem::path socket_file{};
    unsigned visitors = 0;

    http::response<http::string_body> answer(http::request<http::empty_body> const& asked,
                                             bool by_port) const {
        if (by_port && !is_our_name(asked[http::field::host]))
            return text_response(http::status::forbidden, "not a name of this machine\n");
        if (asked.method() != http::verb::get && asked.method() != http::verb::head)
            return text_response(http::status::method_not_allowed, "GET, or HEAD\n");
        if (asked.target() != "/metrics")
            return text_response(http::status::not_found, "/metrics is all there is\n");
        try {
            auto made = text_response(http::status::ok, text());
            made.set(http::field::content_type, content_type);
            return made;
        } catch (std::exception const& why) {
            return text_response(http::status::service_unavailable, std::string{why.what()} + '\n');
        }
    }
};

namespace {

template <class Protocol, class State>
class visitor : public std::enable_shared_from_this<visitor<Protocol, State>> {
public:
    using socket = asio::basic_stream_socket<Protocol>;

    visitor(socket from, std::shared_ptr<State> to) : stream_{std::move(from)}, to_{std::move(to)} {
        ++to_->visitors;
        asked_.header_limit(head_max);
        asked_.body_limit(0);
    }
    ~visitor() { --to_->visitors; }
    visitor(visitor const&) = delete;
    visitor& operator=(visitor const&) = delete;

    void begin() {
        stream_.expires_after(patience);
        http::async_read(stream_, read_, asked_,
                         [self = this->shared_from_this()](beast::error_code failed, std::size_t) {
                             if (!failed) self->answer();
                         });
    }

private:
    void answer() {
        answer_ = to_->answer(asked_.get(), std::is_same_v<Protocol, tcp>);
        answer_.keep_alive(false);
        answer_.prepare_payload();
        if (asked_.get().method() == http::verb::head) answer_.body().clear();
        stream_.expires_after(patience);
        http::async_write(stream_, answer_,
                          [self = this->shared_from_this()](beast::error_code, std::size_t) {
                              beast::error_code ignored;
                              self->stream_.socket().shutdown(socket::shutdown_send, ignored);
                          });
    }

    beast::basic_stream<Protocol> stream_;
    std::shared_ptr<State> to_;
    beast::flat_buffer read_;
    http::request_parser<http::empty_body> asked_;
    http::response<http::string_body> answer_;
};

template <class Protocol, class State>
void accept(asio::basic_socket_acceptor<Protocol>& at, std::shared_ptr<State> const& to) {
    at.async_accept([&at, weak = std::weak_ptr{to}](beast::error_code failed, auto socket) {
        const auto still = weak.lock();
        if (!still || failed == asio::error::operation_aborted) return;
        // What is too much is closed at once.
        if (!failed && still->visitors < visitors_max)
            std::make_shared<visitor<Protocol, State>>(std::move(socket), still)->begin();
        if (!failed) return accept(at, still);
        // No descriptors are left, say: that will not have changed at once.
        const auto moment = std::make_shared<asio::steady_timer>(still->loop, retry_after);
        moment->async_wait([&at, weak, moment](beast::error_code) {
            if (const auto there = weak.lock()) accept(at, there);
        });
    });
}

[[noreturn]] void fail(std::string const& where, beast::error_code why) {
    throw command_failed{exit_code::failure, "metrics", where + ": " + why.message()};
}

/// What a server that was killed has left: nobody takes a connection there.
void remove_stale(asio::io_context& loop, std::filesystem::path const& file) {
    struct stat found {};
    if (::lstat(file.c_str(), &found) != 0 || !S_ISSOCK(found.st_mode)) return;
    local::socket probe{loop};
    beast::error_code failed;
    probe.connect(local::endpoint{file.native()}, failed);
    if (failed == asio::error::connection_refused) ::unlink(file.c_str());
}

}  // namespace

metrics_server::metrics_server(asio::io_context& loop, source text)
    : state_{std::make_shared<state>(state{loop, std::move(text)})} {}

metrics_server::~metrics_server() {
    if (!state_->socket_file.empty()) ::unlink(state_->socket_file.c_str());
    beast::error_code ignored;
    if (state_->at_socket) state_->at_socket->close(ignored);
    if (state_->at_port) state_->at_port->close(ignored);
}

void metrics_server::listen_at(std::filesystem::path const& socket) {
    beast::error_code failed;
    if (socket.native().size() >= local::endpoint{}.capacity() - sizeof(sa_family_t))
        fail(socket.native(), asio::error::name_too_long);
    remove_stale(state_->loop, socket);
    auto& at = state_->at_socket.emplace(state_->loop);
    at.open(local{}, failed);
    const auto mask = ::umask(0177);
    if (!failed) at.bind(local::endpoint{socket.native()}, failed);
    ::umask(mask);
    if (failed) fail(socket.native(), failed);
    state_->socket_file = socket;
    at.listen(visitors_max, failed);
    if (failed) fail(socket.native(), failed);
    accept(at, state_);
}

std::uint16_t metrics_server::listen_on_port(std::uint16_t port) {
    beast::error_code failed;
    const auto name = "127.0.0.1:" + std::to_string(port);
    auto& at = state_->at_port.emplace(state_->loop);
    at.open(tcp::v4(), failed);
    if (!failed) at.set_option(asio::socket_base::reuse_address{true}, failed);
    if (!failed) at.bind({asio::ip::address_v4::loopback(), port}, failed);
    if (!failed) at.listen(visitors_max, failed);
    if (failed) fail(name, failed);
    accept(at, state_);
    return at.local_endpoint().port();
}

}  // namespace fairlead::cli::metrics
