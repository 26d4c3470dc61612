// SPDX-License-Identifier: MIT
//
// browser_socket — one coroutine reads, one writes; whichever ends first ends the other.
#include "webview-host/dev/browser_socket.hpp"

#include "webview-host/dev/beast_stream.hpp"
#include "webview-host/dev/browser_page.hpp"
#include "webview-host/dev/dev_server.hpp"

#include <fairlead/wire/limits.hpp>

#include <boost/asio/as_tuple.hpp>
#include <boost/asio/co_spawn.hpp>
#include <boost/asio/detached.hpp>
#include <boost/asio/steady_timer.hpp>
#include <boost/asio/use_awaitable.hpp>
#include <boost/beast/websocket.hpp>

#include <boost/asio/post.hpp>

#include <array>

namespace fairlead::host {
namespace {

namespace asio = boost::asio;
namespace beast = boost::beast;
namespace websocket = beast::websocket;

using namespace std::chrono_literals;

constexpr auto awaited = asio::as_tuple(asio::use_awaitable);

/// A call above the broker's limit still gets an answer that says so.
constexpr std::size_t message_bytes_max = wire::payload_bytes_max + (1u << 20);
constexpr std::size_t kept_buffer_bytes = 256u << 10;
constexpr auto pause_for_broker = 2ms, pause_without_broker = 50ms;

class open_socket final : public browser_socket, public std::enable_shared_from_this<open_socket> {
public:
    explicit open_socket(byte_stream stream)
        : socket_{std::move(stream)}, frames_came_{socket_.get_executor()},
          broker_pause_{socket_.get_executor()} {}

    browser_page& page() override { return *page_; }

    asio::awaitable<void> run(request_head upgrade, dev_server& server);

private:
    asio::awaitable<bool> accept(request_head const& upgrade);
    asio::awaitable<void> read();
    asio::awaitable<bool> wait_for_room(std::size_t bytes);
    asio::awaitable<void> write();
    void end(std::string const& why);

    websocket::stream<byte_stream> socket_;
    asio::steady_timer frames_came_, broker_pause_;
    std::unique_ptr<browser_page> page_;
    std::string why_;  // It is ended from here.
    bool ended_ = false;
};

asio::awaitable<bool> open_socket::accept(request_head const& upgrade) {
    beast::get_lowest_layer(socket_).expires_never();
    socket_.set_option(websocket::stream_base::timeout::suggested(beast::role_type::server));
    socket_.read_message_max(message_bytes_max);
    socket_.auto_fragment(false);
    const auto [failed] = co_await socket_.async_accept(upgrade, awaited);
    co_return !failed;
}

asio::awaitable<void> open_socket::run(request_head upgrade, dev_server& server) {
    const auto script =
        query_value({upgrade.target().data(), upgrade.target().size()}, "client") == "fairlead"
            ? page_script::ours
            : page_script::wails;
    if (!co_await accept(upgrade)) co_return;
    page_ = server.use().open_page(
        script, [this] { frames_came_.cancel(); }, [this](std::string const& why) { end(why); });
    if (!page_) {
        const websocket::close_reason full{websocket::close_code::try_again_later,
                                           "too many pages are open"};
        co_await socket_.async_close(full, awaited);
        co_return;
    }
    server.add_socket(weak_from_this());
    page_->start();
    asio::co_spawn(
        socket_.get_executor(),
        [self = shared_from_this()]() -> asio::awaitable<void> { co_await self->write(); },
        asio::detached);
    co_await read();
    ended_ = true;
    page_->close();
    frames_came_.cancel();
    beast::get_lowest_layer(socket_).close();
    if (!why_.empty()) server.use().complain(page_->name() + " was cut: " + why_);
}

asio::awaitable<void> open_socket::read() {
    beast::flat_buffer buffer;
    while (!ended_) {
        const auto [failed, bytes] = co_await socket_.async_read(buffer, awaited);
        if (failed || ended_) co_return;
        if (!co_await wait_for_room(bytes)) co_return;
        const auto data = buffer.cdata();
        page_->receive({static_cast<char const*>(data.data()), data.size()});
        buffer.consume(buffer.size());
        if (buffer.capacity() > kept_buffer_bytes) buffer.shrink_to_fit();
    }
}

/// Whoever sends more than the broker takes, or while there is none, is not listened to meanwhile:
/// nothing of what he says is lost.
asio::awaitable<bool> open_socket::wait_for_room(std::size_t bytes) {
    while (!ended_ && !page_->has_room_for(bytes)) {
        broker_pause_.expires_after(page_->has_broker() ? pause_for_broker : pause_without_broker);
        co_await broker_pause_.async_wait(awaited);
    }
    co_return !ended_;
}

asio::awaitable<void> open_socket::write() {
    socket_.text(true);
    while (!ended_) {
        const auto frame = page_->queue().take();
        if (!frame) {
            frames_came_.expires_at(asio::steady_timer::time_point::max());
            co_await frames_came_.async_wait(awaited);
            continue;
        }
        const std::array parts{asio::buffer(frame->kind), asio::buffer(frame->text)};
        const auto [failed, bytes] = co_await socket_.async_write(parts, awaited);
        if (failed) break;
        page_->queue().written(frame->bytes());
    }
    if (!ended_) beast::get_lowest_layer(socket_).close();
}

void open_socket::end(std::string const& why) {
    if (!why_.empty() || ended_) return;
    why_ = why;
    // Not now: it is said from inside of what the page does.
    asio::post(socket_.get_executor(),
               [self = shared_from_this()] { beast::get_lowest_layer(self->socket_).close(); });
}

}  // namespace

asio::awaitable<void> serve_browser(byte_stream stream, request_head upgrade, dev_server& server) {
    const auto socket = std::make_shared<open_socket>(std::move(stream));
    co_await socket->run(std::move(upgrade), server);
}

}  // namespace fairlead::host
