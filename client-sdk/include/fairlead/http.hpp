// SPDX-License-Identifier: MIT
//
// http — what a page asks of a plugin that serves assets, and what it gets.
//
//   fairlead::plugin{"photos"}
//       .asset_handler([](fairlead::http_request const& request) {
//           if (request.path() == "/latest.jpg")
//               return fairlead::http_response::file("/home/ada/pictures/latest.jpg");
//           return fairlead::http_response::pass();
//       })
//       .run(argc, argv);
#pragma once

#include <fairlead/bytes.hpp>

#include <cstdint>
#include <ctime>
#include <filesystem>
#include <functional>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <variant>
#include <vector>

namespace fairlead {

using http_headers = std::vector<std::pair<std::string, std::string>>;

/// The value of that header, "" without it. Names are compared without regard to case.
std::string_view header_in(http_headers const& headers, std::string_view name);

struct http_request {
    std::string method;  ///< GET, HEAD, POST …
    std::string target;  ///< "/photos/7?size=small", as the page wrote it.
    http_headers headers;
    bytes body;  ///< Copy it before you parse it.

    /// Without the query and decoded: "/a b" for "/a%20b?c". Empty if it cannot be decoded, or
    /// tries to climb ("..").
    std::string path() const;
    /// What stands behind the question mark, as it is.
    std::string_view query() const;
    std::string_view header(std::string_view name) const { return header_in(headers, name); }
};

/// The next piece of a body, an empty one at its end. Runs on the plugin's pool, one at a time,
/// when the page has taken what came before; may throw. It is destroyed when the page stops
/// reading.
using next_piece = std::function<bytes()>;

/// At most so many bytes from there on; fewer at the end.
using read_piece = std::function<bytes(std::uint64_t offset, std::size_t bytes_max)>;

struct http_response {
    int status = 200;
    /// Without a Content-Type the window goes by the request's path and by the first bytes.
    http_headers headers{};

    /// Not for me: the next who might have an answer is asked.
    static http_response pass();
    static http_response text(std::string_view body,
                              std::string_view type = "text/plain; charset=utf-8");
    static http_response of(bytes body, std::string_view type = {});
    /// A status and a sentence.
    static http_response error(int status, std::string_view sentence);
    /// A regular file, of any size; 404 when it is not there. Ranges, ETag and Last-Modified are
    /// seen to. Whatever it is: do not build the path of what a page says, see file_below.
    static http_response file(std::filesystem::path const& path);
    /// The same for a path that comes from a page: nothing that lies outside of `root` is opened,
    /// not over ".." and not over links.
    static http_response file_below(std::filesystem::path const& root, std::string_view path);
    /// Made while it is read. `size` if it is known.
    static http_response stream(std::string_view type, next_piece next,
                                std::optional<std::uint64_t> size = {});
    /// As large as it says, and readable anywhere: ranges are served.
    static http_response seekable(std::string_view type, std::uint64_t size, read_piece read);

    http_response& with(std::string name, std::string value) & {
        headers.emplace_back(std::move(name), std::move(value));
        return *this;
    }
    http_response&& with(std::string name, std::string value) && {
        return std::move(with(std::move(name), std::move(value)));
    }
    /// Of pass() in a middleware: what is asked for from here on.
    http_response&& as(std::string target) && {
        pass_as = std::move(target);
        return std::move(*this);
    }

    // -- what the functions above fill in -----------------------------------------------------

    bool passes = false;
    std::string pass_as;
    std::variant<bytes, next_piece, read_piece> body{};
    std::optional<std::uint64_t> size{};     ///< Of a body that is not there yet.
    std::optional<std::int64_t> modified{};  ///< For Last-Modified: seconds since 1970.
    std::string file_name;                   ///< For its Content-Type.
};

/// Runs on the plugin's pool, several at once.
using asset_function = std::function<http_response(http_request const&)>;

}  // namespace fairlead
