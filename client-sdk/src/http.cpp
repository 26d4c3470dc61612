// SPDX-License-Identifier: MIT
//
// http — requests taken apart, responses made; files below a folder by openat2.
#include <fairlead/http.hpp>

#include <fairlead/vocabulary/unique_fd.hpp>

#include <fcntl.h>
#include <linux/openat2.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <unistd.h>

#include <algorithm>
#include <charconv>
#include <memory>
#include <system_error>

namespace fairlead {
namespace {

constexpr int read_flags = O_RDONLY | O_CLOEXEC | O_NONBLOCK | O_NOCTTY;

char lower(char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c; }

int hex_digit(char c) {
    if (c >= '0' && c <= '9') return c - '0';
    const char small = lower(c);
    return small >= 'a' && small <= 'f' ? small - 'a' + 10 : -1;
}

bool climbs(std::string_view path) {
    return ("/" + std::string{path} + "/").find("/../") != std::string::npos;
}

std::string hex(std::uint64_t number) {
    char digits[16];
    return {digits, std::to_chars(digits, digits + sizeof digits, number, 16).ptr};
}

http_response of_file(unique_fd fd, std::string name) {
    struct stat info {};
    if (!fd || ::fstat(fd.get(), &info) != 0 || !S_ISREG(info.st_mode))
        return http_response::error(404, "There is no such file.");
    const auto size = static_cast<std::uint64_t>(info.st_size);
    const auto held = std::make_shared<unique_fd>(std::move(fd));
    auto response = http_response::seekable(
        {}, size, [held](std::uint64_t offset, std::size_t bytes_max) -> bytes {
            byte_buffer piece{bytes_max};
            for (;;) {
                const auto got =
                    ::pread(held->get(), piece.data(), bytes_max, static_cast<off_t>(offset));
                if (got < 0 && errno == EINTR) continue;
                if (got < 0) throw std::system_error{errno, std::system_category(), "read"};
                if (static_cast<std::size_t>(got) == bytes_max) return piece;
                return bytes::copy_of(piece.span().first(static_cast<std::size_t>(got)));
            }
        });
    response.modified = info.st_mtim.tv_sec;
    response.file_name = std::move(name);
    response.headers.emplace_back("Cache-Control", "no-cache");
    response.headers.emplace_back("ETag",
                                  '"' + hex(info.st_ino) + '-' + hex(size) + '-' +
                                      hex(static_cast<std::uint64_t>(info.st_mtim.tv_sec)) + '-' +
                                      hex(static_cast<std::uint64_t>(info.st_mtim.tv_nsec)) + '"');
    return response;
}

}  // namespace

std::string_view header_in(http_headers const& headers, std::string_view name) {
    const auto found = std::ranges::find_if(headers, [&](auto const& one) {
        return std::ranges::equal(one.first, name, {}, lower, lower);
    });
    return found == headers.end() ? std::string_view{} : std::string_view{found->second};
}

std::string http_request::path() const {
    const auto raw = std::string_view{target}.substr(0, target.find_first_of("?#"));
    std::string decoded;
    for (std::size_t i = 0; i < raw.size(); ++i) {
        char c = raw[i];
        if (c == '%') {
            if (raw.size() - i < 3) return {};
            const int high = hex_digit(raw[i + 1]), low = hex_digit(raw[i + 2]);
            if (high < 0 || low < 0) return {};
            c = static_cast<char>(high * 16 + low);
            i += 2;
        }
        if (c == '\0') return {};
        decoded += c;
    }
    return climbs(decoded) ? std::string{} : decoded;
}

std::string_view http_request::query() const {
    const auto mark = target.find('?');
    if (mark == std::string::npos) return {};
    const auto rest = std::string_view{target}.substr(mark + 1);
    return rest.substr(0, rest.find('#'));
}

http_response http_response::pass() {
    http_response response;
    response.passes = true;
    return response;
}

http_response http_response::text(std::string_view body, std::string_view type) {
    return of(bytes::copy_of(body), type);
}

http_response http_response::of(bytes body, std::string_view type) {
    http_response response;
    if (!type.empty()) response.headers.emplace_back("Content-Type", type);
    response.body = std::move(body);
    return response;
}

http_response http_response::error(int status, std::string_view sentence) {
    auto response = text(sentence);
    response.status = status;
    return response;
}

http_response http_response::file(std::filesystem::path const& path) {
    return of_file(unique_fd{::open(path.c_str(), read_flags)}, path.filename().string());
}

http_response http_response::file_below(std::filesystem::path const& root, std::string_view path) {
    path.remove_prefix(std::min(path.find_first_not_of('/'), path.size()));
    const unique_fd folder{::open(root.c_str(), O_PATH | O_DIRECTORY | O_CLOEXEC)};
    if (!folder || path.empty() || path.find('\0') != path.npos)
        return error(404, "There is no such file.");
    open_how how{};
    how.flags = read_flags;
    how.resolve = RESOLVE_BENEATH | RESOLVE_NO_MAGICLINKS;
    const std::string below{path};
    unique_fd fd{
        static_cast<int>(::syscall(SYS_openat2, folder.get(), below.c_str(), &how, sizeof how))};
    return of_file(std::move(fd), std::filesystem::path{below}.filename().string());
}

http_response http_response::stream(std::string_view type, next_piece next,
                                    std::optional<std::uint64_t> size) {
    auto response = of({}, type);
    response.body = std::move(next);
    response.size = size;
    return response;
}

http_response http_response::seekable(std::string_view type, std::uint64_t size, read_piece read) {
    auto response = of({}, type);
    response.body = std::move(read);
    response.size = size;
    return response;
}

}  // namespace fairlead
