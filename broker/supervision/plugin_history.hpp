// SPDX-License-Identifier: MIT
//
// plugin_history — the last lines that a plugin has said, through all its processes; bounded.
#pragma once

#include <cstddef>
#include <cstdint>
#include <deque>
#include <string>
#include <string_view>

#include <sys/types.h>

namespace fairlead::broker::supervision {

class plugin_history {
public:
    static constexpr std::size_t lines_max = 500;
    static constexpr std::size_t bytes_max = 128u << 10;

    struct line {
        pid_t pid;  ///< 0: said by the broker, about the plugin.
        std::string text;
    };

    void add(pid_t pid, std::string_view text) {
        lines_.push_back({pid, std::string{text}});
        bytes_ += text.size();
        ++next_;
        while (lines_.size() > lines_max || bytes_ > bytes_max) {
            bytes_ -= lines_.front().text.size();
            lines_.pop_front();
        }
    }

    /// The number that the next line gets; the first has 0.
    std::uint64_t next() const noexcept { return next_; }
    /// Of the oldest that is still there.
    std::uint64_t first() const noexcept { return next_ - lines_.size(); }
    line const& at(std::uint64_t number) const noexcept { return lines_[number - first()]; }

private:
    std::deque<line> lines_;
    std::size_t bytes_ = 0;
    std::uint64_t next_ = 0;
};

}  // namespace fairlead::broker::supervision
