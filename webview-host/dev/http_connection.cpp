// SPDX-License-Identifier: MIT
//
// http_connection — one request after the other, until somebody has had enough.
//
// GCC 12 copies what a lambda or an aggregate holds bit by bit when it is a temporary of a co_await
// expression: so these have names.
#include "webview-host/dev/beast_stream.hpp"
#include "webview-host/dev/dev_server.hpp"
#include "webview-host/dev/upstream_trouble.hpp"

#include <boost/asio/as_tuple.hpp>
#include <boost/asio/async_result.hpp>
#include <boost/asio/post.hpp>
#include <boost/asio/use_awaitable.hpp>
#include <boost/asio/write.hpp>
#include <boost/beast/core/buffers_to_string.hpp>
#include <boost/beast/http.hpp>

#include <sys/socket.h>

#include <cerrno>
#include <chrono>
#include <optional>

namespace fairlead::host {
namespace {

namespace asio = boost::asio;
namespace beast = boost::beast;
namespace http = beast::http;

using namespace std::chrono_literals;

constexpr auto awaited = asio::as_tuple(asio::use_awaitable);
constexpr auto idle_patience = 120s;  // Of a connection that is kept for the next request.
constexpr auto piece_patience = 60s;  // Until something of a request or a response has gone on.
constexpr std::size_t head_bytes_max = 64u << 10;
constexpr std::size_t body_bytes_max = 32u << 20;  // As a window has it.

std::string_view view(beast::string_view text) { return {text.data(), text.size()}; }

page_request request_from(request_head const& head) {
    page_request request;
    request.method = view(head.method_string());
    request.target = view(head.target());
    for (auto const& field : head)
        request.headers.push_back(
            {std::string{view(field.name_string())}, std::string{view(field.value())}});
    return request;
}

/// What somebody gives with a function that he calls later, as something to wait for.
template <class T, class Start>
asio::awaitable<T> answer_of(Start start) {
    return asio::async_initiate<decltype(asio::use_awaitable), void(T)>(
        [start = std::move(start)](auto handler) mutable {
            // std::function wants to be copyable; and the first answer counts.
            const auto kept =
                std::make_shared<std::optional<decltype(handler)>>(std::move(handler));
            start([kept](T value) {
                if (!*kept) return;
                auto one = std::exchange(*kept, std::nullopt);
                auto executor = asio::get_associated_executor(*one);
                asio::post(executor, [one = std::move(*one), value = std::move(value)]() mutable {
                    std::move(one)(std::move(value));
                });
            });
        },
        asio::use_awaitable);
}

class http_connection {
public:
    http_connection(byte_stream stream, dev_server& server, std::optional<refusal> stranger)
        : stream_{std::move(stream)}, server_{server}, stranger_{std::move(stranger)} {}

    asio::awaitable<void> run();

private:
    enum class next { another, end, socket, elsewhere };

    asio::awaitable<next> serve(http::request_parser<http::empty_body>& parser);
    asio::awaitable<void> go_elsewhere(page_request request);
    asio::awaitable<bool> read_body(http::request_parser<http::empty_body>& parser,
                                    page_request& request);
    asio::awaitable<void> refuse(page_request request, refusal why);
    asio::awaitable<bool> write(page_request const& request, asset_response const& response,
                                bool keep);
    void watch_reader();
    asio::awaitable<bool> write_body(std::shared_ptr<body_source> body,
                                     http::response_serializer<http::buffer_body>& out,
                                     http::response<http::buffer_body>& message);

    byte_stream stream_;
    dev_server& server_;
    std::optional<refusal> stranger_;
    beast::flat_buffer buffer_;
    std::shared_ptr<std::function<void()>> give_up_ = std::make_shared<std::function<void()>>();
};

asio::awaitable<void> http_connection::run() {
    for (;;) {
        http::request_parser<http::empty_body> parser;
        parser.header_limit(head_bytes_max);
        parser.body_limit(boost::none);
        stream_.expires_after(idle_patience);
        const auto [failed, ignored] =
            co_await http::async_read_header(stream_, buffer_, parser, awaited);
        if (failed) {
            if (failed.category() == http::make_error_code(http::error::bad_method).category() &&
                failed != http::error::end_of_stream) {
                refusal why{400, "That is no request: " + failed.message()};
                page_request none;
                co_await refuse(std::move(none), std::move(why));
            }
            break;
        }
        const auto then = co_await serve(parser);
        if (then == next::socket) {
            auto head = parser.release();
            co_await serve_browser(std::move(stream_), std::move(head), server_);
            co_return;
        }
        if (then == next::elsewhere) {
            auto request = request_from(parser.get());
            co_return co_await go_elsewhere(std::move(request));
        }
        if (then == next::end) break;
    }
    boost::system::error_code gone;
    stream_.socket().shutdown(asio::socket_base::shutdown_send, gone);
}

asio::awaitable<http_connection::next> http_connection::serve(
    http::request_parser<http::empty_body>& parser) {
    auto request = request_from(parser.get());
    const auto asked = request.view();
    const bool is_ipc_socket = is_socket_request(asked) && asked.path() == "/wails/ipc";

    auto refused = stranger_ ? stranger_ : server_.rules().judge(asked);
    if (!refused && is_ipc_socket) refused = server_.rules().judge_token(asked);
    if (refused) {
        server_.note_refusal(*refused);
        co_await refuse(std::move(request), std::move(*refused));
        co_return next::end;
    }
    if (is_ipc_socket) co_return next::socket;
    if (server_.upstream() && is_socket_request(asked) && !asked.path().starts_with("/wails/"))
        co_return next::elsewhere;

    const bool keep = parser.get().keep_alive();
    if (!co_await read_body(parser, request)) co_return next::end;
    auto response = server_.own(request.view());
    if (!response) {
        stream_.expires_never();  // Whoever answers has deadlines of his own.
        const auto ask = [this, asked_for = &request](page_responder respond) {
            server_.use().answer(*asked_for, std::move(respond));
        };
        response = co_await answer_of<asset_response>(ask);
    }
    const bool written = co_await write(request, *response, keep);
    co_return written&& keep ? next::another : next::end;
}

asio::awaitable<void> http_connection::go_elsewhere(page_request request) {
    const auto read = beast::buffers_to_string(buffer_.data());
    auto const& where = *server_.upstream();
    if (co_await connect_browser(stream_, request, read, where)) co_return;
    const auto page =
        upstream_error_page(where, request.view(), upstream_trouble::unreachable,
                            asio::error::make_error_code(asio::error::connection_refused));
    co_await write(request, page, false);
}

/// What is behind it has not been read, and nobody wants it.
asio::awaitable<void> http_connection::refuse(page_request request, refusal why) {
    const auto page = error_page(why.status, why.why);
    co_await write(request, page, false);
}

/// False: it is not to go on.
asio::awaitable<bool> http_connection::read_body(http::request_parser<http::empty_body>& parser,
                                                 page_request& request) {
    if (parser.is_done()) co_return true;
    http::request_parser<http::string_body> whole{std::move(parser)};
    whole.body_limit(body_bytes_max);
    if (beast::iequals(whole.get()[http::field::expect], "100-continue")) {
        stream_.expires_after(piece_patience);
        constexpr std::string_view go_on = "HTTP/1.1 100 Continue\r\n\r\n";
        co_await asio::async_write(stream_, asio::buffer(go_on.data(), go_on.size()), awaited);
    }
    while (!whole.is_done()) {
        stream_.expires_after(piece_patience);
        const auto [failed, ignored] =
            co_await http::async_read_some(stream_, buffer_, whole, awaited);
        if (failed == http::error::body_limit) {
            const auto page =
                error_page(413, "a page sends at most " + std::to_string(body_bytes_max) +
                                    " bytes to its app");
            co_await write(request, page, false);
            co_return false;
        }
        if (failed) co_return false;
    }
    request.body = std::move(whole.get().body());
    co_return true;
}

asio::awaitable<bool> http_connection::write(page_request const& request,
                                             asset_response const& response, bool keep) {
    http::response<http::buffer_body> message;
    message.version(11);
    message.result(static_cast<unsigned>(response.status));
    message.reason(std::string{reason_phrase(response.status)});
    for (auto const& [name, value] : response.headers) message.insert(name, value);
    // A page from elsewhere may not use what is here as its own script, picture or frame.
    if (!has_header(response.headers, "Cross-Origin-Resource-Policy"))
        message.set("Cross-Origin-Resource-Policy", "same-origin");
    message.keep_alive(keep);

    auto const* text = std::get_if<std::string>(&response.body);
    auto const* source = std::get_if<std::shared_ptr<body_source>>(&response.body);
    const bool has_body = request.method != "HEAD" && response.status >= 200 &&
                          response.status != 204 && response.status != 304;
    if (has_body && text != nullptr) message.content_length(text->size());
    else if (has_body && !has_header(response.headers, "Content-Length")) message.chunked(true);
    message.body().data = nullptr;
    message.body().more = has_body;

    http::response_serializer<http::buffer_body> out{message};
    stream_.expires_after(piece_patience);
    const auto [failed, ignored] = co_await http::async_write_header(stream_, out, awaited);
    if (failed) co_return false;
    if (!has_body) co_return true;
    if (source != nullptr) co_return co_await write_body(*source, out, message);

    message.body().data = const_cast<char*>(text->data());  // NOLINT: it is only read.
    message.body().size = text->size();
    message.body().more = false;
    const auto [broken, written] = co_await http::async_write(stream_, out, awaited);
    co_return !broken || broken == http::error::need_buffer;
}

/// A body may have nothing to say for hours: that nobody waits for it any more must end it.
void http_connection::watch_reader() {
    stream_.socket().async_wait(
        asio::socket_base::wait_read,
        [this, wake = std::weak_ptr{give_up_}](boost::system::error_code cancelled) {
            const auto alive = wake.lock();
            if (!alive || !*alive || cancelled) return;
            char byte = 0;
            const auto came =
                ::recv(stream_.socket().native_handle(), &byte, 1, MSG_PEEK | MSG_DONTWAIT);
            // Otherwise it is the next question, too early.
            const bool has_gone = came == 0 || (came < 0 && errno != EAGAIN && errno != EINTR);
            if (has_gone) std::exchange(*alive, nullptr)();
        });
}

/// The next piece is asked for when the one before has gone.
asio::awaitable<bool> http_connection::write_body(std::shared_ptr<body_source> body,
                                                  http::response_serializer<http::buffer_body>& out,
                                                  http::response<http::buffer_body>& message) {
    watch_reader();
    struct watched {
        byte_stream& stream;
        ~watched() {
            boost::system::error_code ignored;
            stream.socket().cancel(ignored);
        }
    };
    const watched reader{stream_};
    for (;;) {
        stream_.expires_never();
        const auto read = [this, from = body.get()](body_source::read_handler done) {
            *give_up_ = [done] { done(boost::system::error_code{asio::error::eof}); };
            from->read(std::move(done));
        };
        auto piece = co_await answer_of<result<body_chunk>>(read);
        *give_up_ = nullptr;
        if (!piece) co_return false;  // It breaks off: the reader sees that it is not whole.
        const bool is_last = piece->data.empty();
        message.body().data =
            is_last ? nullptr : const_cast<std::byte*>(piece->data.data());  // NOLINT
        message.body().size = piece->data.size();
        message.body().more = !is_last;
        stream_.expires_after(piece_patience);
        const auto [failed, ignored] = co_await http::async_write(stream_, out, awaited);
        if (failed && failed != http::error::need_buffer) co_return false;
        if (is_last) co_return true;
    }
}

}  // namespace

asio::awaitable<void> serve_connection(byte_stream stream, dev_server& server,
                                       std::optional<refusal> stranger) {
    if (!server.enter()) co_return;
    struct stay {
        dev_server& server;
        ~stay() { server.leave(); }
    };
    const stay here{server};
    http_connection connection{std::move(stream), server, std::move(stranger)};
    co_await connection.run();
}

}  // namespace fairlead::host
