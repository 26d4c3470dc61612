// SPDX-License-Identifier: MIT
//
// asset_plugin — a plugin that serves assets for tests, well and badly.
//
//   asset_plugin [middleware]     as handler, or as middleware
#include <fairlead/plugin.hpp>

#include <atomic>
#include <charconv>
#include <chrono>
#include <cstdlib>
#include <cstring>
#include <memory>
#include <stdexcept>
#include <string_view>
#include <thread>

namespace {

using fairlead::http_request;
using fairlead::http_response;

std::atomic<std::uint64_t> produced{0};
std::atomic<int> open_bodies{0};

struct counted {
    counted() { ++open_bodies; }
    ~counted() { --open_bodies; }
    counted(counted const&) = delete;
    counted& operator=(counted const&) = delete;
};

std::uint64_t number_in(std::string_view text) {
    std::uint64_t number = 0;
    std::from_chars(text.data(), text.data() + text.size(), number);
    return number;
}

/// Byte n of every made body is n mod 251: a lost, doubled or moved piece shows.
fairlead::bytes pattern(std::uint64_t from, std::size_t count) {
    fairlead::byte_buffer made{count};
    for (std::size_t i = 0; i < count; ++i) made.data()[i] = std::byte((from + i) % 251);
    return made;
}

http_response stream(std::uint64_t size, bool breaks_off) {
    auto at = std::make_shared<std::uint64_t>(0);
    auto lives = std::make_shared<counted>();
    return http_response::stream("application/octet-stream",
                                 [at, lives, size, breaks_off]() -> fairlead::bytes {
                                     constexpr std::uint64_t piece = 300'000;
                                     if (breaks_off && *at >= size / 2)
                                         throw std::runtime_error{"the tape is torn"};
                                     const auto count = std::min(piece, size - *at);
                                     auto made = pattern(*at, count);
                                     *at += count;
                                     produced += count;
                                     return made;
                                 });
}

http_response told(http_request const& request) {
    std::string text = request.method + ' ' + request.target + '\n';
    for (auto const& [name, value] : request.headers) text += name + ": " + value + '\n';
    text += '\n';
    text.append(reinterpret_cast<char const*>(request.body.data()), request.body.size());
    return http_response::text(text).with("X-Plugin", "yes");
}

http_response handle(http_request const& request) {
    const auto path = request.path();
    if (path.starts_with("/api/")) return told(request);
    if (path == "/stream") return stream(number_in(request.query()), false);
    if (path == "/torn") return stream(number_in(request.query()), true);
    if (path == "/film")
        return http_response::seekable("video/webm", 10'000'000, [](auto offset, auto count) {
            return pattern(offset, std::min<std::uint64_t>(count, 10'000'000 - offset));
        });
    if (path.starts_with("/files/"))
        return http_response::file_below(std::getenv("ASSET_PLUGIN_FILES"), path.substr(7));
    if (path == "/hang") {
        std::this_thread::sleep_for(std::chrono::milliseconds{number_in(request.query())});
        return http_response::text("at last");
    }
    if (path == "/throw") throw std::runtime_error{"thrown on purpose"};
    if (path == "/die") std::_Exit(1);
    if (path == "/page") return http_response::text("<h1>made</h1>", "text/html");
    return http_response::pass();
}

http_response guard(http_request const& request) {
    if (request.path() == "/private.txt") return http_response::error(403, "not for pages");
    if (request.path() == "/alias.js") return http_response::pass().as("/main.js");
    return http_response::pass().with("X-Middleware", "seen");
}

}  // namespace

int main(int argc, char** argv) {
    const bool is_middleware = argc > 1 && std::strcmp(argv[1], "middleware") == 0;
    fairlead::plugin plugin{"assets"};
    plugin.function("test.Assets.Produced", [] { return produced.load(); });
    plugin.function("test.Assets.Open", [] { return open_bodies.load(); });
    if (is_middleware) plugin.asset_middleware(guard);
    else plugin.asset_handler(handle);
    return plugin.run(is_middleware ? 1 : argc, argv);
}
