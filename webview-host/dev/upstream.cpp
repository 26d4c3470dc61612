// SPDX-License-Identifier: MIT
//
// upstream — an exchange lives on the workshop's thread; the main thread knows it by its body.
#include "webview-host/dev/upstream.hpp"

#include "webview-host/dev/proxy_headers.hpp"
#include "webview-host/dev/upstream_trouble.hpp"
#include "webview-host/serving/bodies.hpp"

#include <boost/asio/as_tuple.hpp>
#include <boost/asio/awaitable.hpp>
#include <boost/asio/co_spawn.hpp>
#include <boost/asio/detached.hpp>
#include <boost/asio/executor_work_guard.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/asio/ip/tcp.hpp>
#include <boost/asio/post.hpp>
#include <boost/asio/use_awaitable.hpp>
#include <boost/beast/core/flat_buffer.hpp>
#include <boost/beast/core/tcp_stream.hpp>
#include <boost/beast/http.hpp>

#include <algorithm>
#include <optional>
#include <thread>
#include <utility>

namespace fairlead::host {
namespace {

namespace asio = boost::asio;
namespace beast = boost::beast;
namespace http = beast::http;

constexpr auto awaited = asio::as_tuple(asio::use_awaitable);
constexpr std::size_t head_bytes_max = 64u << 10;

std::string_view view(beast::string_view text) { return {text.data(), text.size()}; }

}  // namespace

struct upstream::workshop {
    asio::io_context loop{1};
    asio::executor_work_guard<asio::io_context::executor_type> work = asio::make_work_guard(loop);
    std::thread thread{[this] { loop.run(); }};

    /// What is posted later is not run any more.
    void close() {
        loop.stop();
        if (thread.joinable()) thread.join();
    }
    ~workshop() { close(); }
    workshop() = default;
    workshop(workshop const&) = delete;
    workshop& operator=(workshop const&) = delete;
};

namespace {

/// One request and its answer; on the workshop's thread.
class exchange final : public std::enable_shared_from_this<exchange> {
public:
    exchange(asio::io_context& loop, upstream_address where, upstream::deadlines until,
             page_request request)
        : where_{std::move(where)}, until_{until}, asked_{std::move(request)}, stream_{loop} {}

    struct head {
        asset_response response;  ///< Without its body, unless that says what went wrong.
        bool has_body = false;
        std::optional<std::uint64_t> bytes{};
    };
    asio::awaitable<head> fetch();
    asio::awaitable<result<std::string>> next_piece();
    void close() { stream_.close(); }

private:
    asio::awaitable<std::optional<head>> open();
    head trouble(upstream_trouble what, boost::system::error_code why) const {
        return {upstream_error_page(where_, asked_.view(), what, why)};
    }

    upstream_address where_;
    upstream::deadlines until_;
    page_request asked_;
    beast::tcp_stream stream_;
    beast::flat_buffer buffer_;
    std::optional<http::response_parser<http::buffer_body>> parser_;
};

/// Something only if it failed. Names are looked up with the patience of the system's resolver.
asio::awaitable<std::optional<exchange::head>> exchange::open() {
    asio::ip::tcp::resolver names{stream_.get_executor()};
    const auto port = std::to_string(where_.port);
    const auto [unknown, places] = co_await names.async_resolve(where_.host, port, awaited);
    if (unknown) co_return trouble(upstream_trouble::unreachable, unknown);
    stream_.expires_after(until_.to_connect);
    const auto [refused, at] = co_await stream_.async_connect(places, awaited);
    if (refused) co_return trouble(upstream_trouble::unreachable, refused);
    boost::system::error_code ignored;
    stream_.socket().set_option(asio::ip::tcp::no_delay{true}, ignored);
    co_return std::nullopt;
}

asio::awaitable<exchange::head> exchange::fetch() {
    if (auto failed = co_await open()) co_return std::move(*failed);

    http::request<http::string_body> request;
    request.version(11);
    request.method_string(asked_.method);
    request.target(target_at(where_, asked_.target));
    for (auto const& [name, value] : headers_to(where_, asked_.view())) request.insert(name, value);
    request.set(http::field::connection, "close");
    request.body() = std::move(asked_.body);
    if (!request.body().empty() || (asked_.method != "GET" && asked_.method != "HEAD"))
        request.content_length(request.body().size());
    stream_.expires_after(until_.to_answer);
    const auto [unsaid, sent] = co_await http::async_write(stream_, request, awaited);
    // One that refuses a body answers before it has read all of it.
    if (unsaid && unsaid != asio::error::broken_pipe && unsaid != asio::error::connection_reset)
        co_return trouble(upstream_trouble::broken, unsaid);

    do {
        parser_.emplace();
        parser_->header_limit(head_bytes_max);
        parser_->body_limit(boost::none);
        parser_->skip(asked_.method == "HEAD");
        const auto [failed, came] =
            co_await http::async_read_header(stream_, buffer_, *parser_, awaited);
        if (failed == beast::error::timeout) co_return trouble(upstream_trouble::silent, failed);
        if (failed) co_return trouble(upstream_trouble::broken, failed);
    } while (parser_->get().result_int() < 200);
    // From here on it may take its time: a stream of events is silent for as long as nothing
    // happens, and ends with its reader.
    stream_.expires_never();

    head found;
    found.response.status = static_cast<int>(parser_->get().result_int());
    for (auto const& field : parser_->get())
        found.response.headers.push_back(
            {std::string{view(field.name_string())}, std::string{view(field.value())}});
    mend_headers_from(where_, asked_.view(), found.response);
    found.has_body =
        asked_.method != "HEAD" && found.response.status != 204 && found.response.status != 304;
    if (const auto length = parser_->content_length()) found.bytes = *length;
    co_return found;
}

/// Empty at the end.
asio::awaitable<result<std::string>> exchange::next_piece() {
    constexpr std::size_t most = 64u << 10;
    std::string piece;
    while (!parser_->is_done()) {
        piece.resize(most);
        auto& body = parser_->get().body();
        body.data = piece.data();
        body.size = piece.size();
        const auto [failed, ignored] =
            co_await http::async_read_some(stream_, buffer_, *parser_, awaited);
        piece.resize(most - parser_->get().body().size);
        if (failed && failed != http::error::need_buffer) co_return failed;
        if (!piece.empty()) co_return std::move(piece);
    }
    co_return std::string{};
}

class upstream_body final : public body_source {
public:
    upstream_body(std::shared_ptr<asio::io_context> loop, std::shared_ptr<exchange> from,
                  std::optional<std::uint64_t> bytes, main_thread& thread)
        : loop_{std::move(loop)}, from_{std::move(from)}, bytes_{bytes}, thread_{thread} {}
    ~upstream_body() override {
        asio::post(*loop_, [from = std::move(from_)] { from->close(); });
    }
    upstream_body(upstream_body const&) = delete;
    upstream_body& operator=(upstream_body const&) = delete;

    std::optional<std::uint64_t> bytes() const override { return bytes_; }
    void cut(std::uint64_t, std::uint64_t) override {}  // Not seekable.

    void read(read_handler done) override {
        done_ = std::move(done);
        auto piece = [](std::shared_ptr<exchange> from, std::weak_ptr<upstream_body*> self,
                        main_thread& thread) -> asio::awaitable<void> {
            auto came = co_await from->next_piece();
            auto kept = std::make_shared<result<std::string>>(std::move(came));
            thread.post([self = std::move(self), kept = std::move(kept)] {
                if (const auto alive = self.lock()) (*alive)->take(std::move(*kept));
            });
        };
        asio::co_spawn(*loop_, piece(from_, self_, thread_), asio::detached);
    }

private:
    void take(result<std::string> piece) {
        const auto done = std::exchange(done_, {});
        if (!piece) return done(piece.error());
        if (bytes_) *bytes_ -= std::min<std::uint64_t>(*bytes_, piece->size());
        done(piece->empty() ? body_chunk{} : chunk_of(std::move(*piece)));
    }

    std::shared_ptr<asio::io_context> loop_;  // What is left in it may outlive the workshop's work.
    std::shared_ptr<exchange> from_;
    std::optional<std::uint64_t> bytes_;
    main_thread& thread_;
    read_handler done_;
    std::shared_ptr<upstream_body*> self_ = std::make_shared<upstream_body*>(this);
};

}  // namespace

upstream::upstream(upstream_address where, main_thread& thread, deadlines until)
    : where_{std::move(where)}, thread_{thread}, until_{until}, shop_{
                                                                    std::make_shared<workshop>()} {}

upstream::~upstream() { shop_->close(); }

void upstream::ask(page_request const& request, page_responder done) {
    const auto number = ++asked_;
    asking_.emplace(number, std::move(done));
    const std::shared_ptr<asio::io_context> loop{shop_, &shop_->loop};
    auto one = std::make_shared<exchange>(*loop, where_, until_, request);
    // The context is named weakly: what waits in it must not keep it alive.
    auto run = [](std::shared_ptr<exchange> from, std::weak_ptr<asio::io_context> there,
                  std::weak_ptr<upstream*> self, main_thread& thread,
                  std::uint64_t which) -> asio::awaitable<void> {
        auto found = co_await from->fetch();
        if (found.has_body)
            found.response.body =
                std::make_shared<upstream_body>(there.lock(), from, found.bytes, thread);
        auto kept = std::make_shared<asset_response>(std::move(found.response));
        thread.post([self = std::move(self), kept = std::move(kept), which] {
            if (const auto alive = self.lock()) (*alive)->take(which, std::move(*kept));
        });
    };
    asio::co_spawn(*loop, run(std::move(one), loop, self_, thread_, number), asio::detached);
}

void upstream::take(std::uint64_t number, asset_response response) {
    auto found = asking_.extract(number);
    if (!found.empty()) found.mapped()(std::move(response));
}

std::unique_ptr<front_end> front_end_at(std::optional<upstream_address> const& where,
                                        main_thread& thread) {
    return where ? std::make_unique<upstream>(*where, thread) : nullptr;
}

}  // namespace fairlead::host
