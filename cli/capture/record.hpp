// SPDX-License-Identifier: MIT
//
// record — what one line of a capture says. docs/CAPTURE.md is the authority.
#pragma once

#include <boost/json/value.hpp>

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

namespace fairlead::cli::capture {

inline constexpr int format_version = 1;
/// Of JSON, in a record or by itself. What lies deeper is kept as text.
inline constexpr std::size_t depth_max = 200;

/// What {"$bytes":n} in a payload means.
struct attachment {
    std::uint64_t bytes = 0;
    std::optional<std::string> content;  ///< Nothing: it went by in shared memory.
};

/// Arguments, a result, an item, the data of an event, of an error.
struct payload {
    std::optional<boost::json::value> value;
    std::string text;     ///< What is no JSON.
    std::string missing;  ///< Why it is not in the file; else empty.
    bool redacted = false;
    std::vector<attachment> attachments;

    /// All that was said is here.
    bool is_whole() const;
};

enum class kind { call, result, error, item, event, skipped, end };

struct record {
    kind what = kind::end;
    double time = 0;         ///< Seconds since 1970.
    std::uint64_t call = 0;  ///< A call's number in this file; 0: it began before.
    std::string from, to, name;
    std::string from_role, to_role;
    std::uint64_t session = 0;  ///< The caller's.
    double us = 0;              ///< Of an answer: from the handing over.
    std::string code, message;  ///< Of an error.
    std::uint32_t stream = 0;   ///< Of an item.
    std::uint64_t count = 0;    ///< How many were skipped; how many records there are.
    payload said;
};

struct header {
    std::string app;
    double began = 0;
    std::vector<std::string> redacted;  ///< Keys; none: everything is as it was.
};

}  // namespace fairlead::cli::capture
