// SPDX-License-Identifier: MIT
//
// line_reader — one buffer, moved to its beginning before each read.
#include "webview-host/loop/line_reader.hpp"

#include <unistd.h>

#include <algorithm>
#include <cerrno>

namespace fairlead::host {
namespace {

constexpr std::size_t read_bytes = 64u << 10;

}  // namespace

line_reader::state line_reader::read_some() {
    buffer_.erase(0, begin_);
    scanned_ -= std::min(scanned_, begin_);
    begin_ = 0;

    const auto have = buffer_.size();
    buffer_.resize(have + read_bytes);
    const auto got = ::read(fd_, buffer_.data() + have, read_bytes);
    buffer_.resize(have + static_cast<std::size_t>(std::max<ssize_t>(got, 0)));
    if (got > 0) return state::open;
    if (got < 0 && (errno == EINTR || errno == EAGAIN)) return state::open;
    ended_ = true;
    return got == 0 ? state::ended : state::failed;
}

bool line_reader::next(line& to) {
    for (;;) {
        const auto newline = buffer_.find('\n', std::max(scanned_, begin_));
        const bool whole = newline != buffer_.npos;
        const auto end = whole ? newline : buffer_.size();
        const std::string_view text{buffer_.data() + begin_, end - begin_};
        scanned_ = end;

        if (skipping_) {
            begin_ = whole ? end + 1 : end;
            if (!whole) return false;
            skipping_ = false;
            continue;
        }
        if (text.size() > line_bytes_max_) {
            to = {text.substr(0, line_bytes_max_), true};
            begin_ = whole ? end + 1 : end;
            skipping_ = !whole;
            return true;
        }
        if (!whole && (!ended_ || text.empty())) return false;
        to = {text, false};
        begin_ = whole ? end + 1 : end;
        return true;
    }
}

}  // namespace fairlead::host
