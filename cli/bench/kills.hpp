// SPDX-License-Identifier: MIT
//
// kills — a plugin that answers calls is killed again and again: how soon its callers hear of it,
// and how soon somebody answers in its place.
#pragma once

#include "cli/bench/histogram.hpp"

#include <functional>
#include <memory>
#include <string>

namespace fairlead::cli {

struct kill_figures {
    unsigned kills = 0;  ///< 0: not measured.
    /// From kill(2), in nanoseconds.
    struct delays {
        histogram rejected;         ///< The open call of the one who goes on calling …
        histogram rejected_others;  ///< … and that of another caller.
        histogram answers;          ///< A new call has its answer, from the next process.
    };
    std::unique_ptr<delays> after = std::make_unique<delays>();
    unsigned refused = 0;  ///< New calls that were refused instead of waiting for it.
    double seconds = 0;    ///< All together.

    /// Of the broker, after the first few, which do not count, and after the last.
    struct holdings {
        std::size_t descriptors = 0, children = 0;
        std::uint64_t own_bytes = 0;
    };
    holdings before, at_end;
};

/// The echo plugin under supervision; each of its deaths counts as the first one.
kill_figures measure_kills(unsigned kills, std::function<void(std::string const&)> const& say);

}  // namespace fairlead::cli
