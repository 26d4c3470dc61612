// SPDX-License-Identifier: MIT
//
// line_reader — lines from a descriptor that is read when it is ready; bounded by the longest line.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>

namespace fairlead::host {

class line_reader {
public:
    explicit line_reader(int fd, std::size_t line_bytes_max)
        : fd_{fd}, line_bytes_max_{line_bytes_max} {}

    enum class state { open, ended, failed };

    /// One read. Then next() until it has no more; then again.
    state read_some();

    struct line {
        std::string_view text;  ///< Without its newline; gone with the next read_some().
        bool too_long = false;  ///< Its beginning only; the rest of it is skipped.
    };
    /// False: no whole line left. What the input ends with counts as a line once it has ended.
    bool next(line& to);

private:
    int fd_;
    std::size_t line_bytes_max_;
    std::string buffer_;
    std::size_t begin_ = 0;    // Of what has not been given out.
    std::size_t scanned_ = 0;  // No newline before this one.
    bool skipping_ = false;    // Inside a line whose beginning was given out as too long.
    bool ended_ = false;
};

}  // namespace fairlead::host
