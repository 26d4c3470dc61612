// SPDX-License-Identifier: MIT
//
// time_codec — std::chrono in JSON as Go has it: points of the system clock as RFC 3339 texts with
// up to nine digits behind the second, durations as whole nanoseconds.
#pragma once

#include <fairlead/json/codec.hpp>

#include <chrono>

namespace fairlead::json {

using nanoseconds_since_1970 = std::chrono::sys_time<std::chrono::nanoseconds>;

/// "2026-11-21T16:00:01.5Z"
std::string to_rfc3339(nanoseconds_since_1970 when);
/// With any offset. Throws bad_value.
nanoseconds_since_1970 from_rfc3339(std::string_view text);

template <class Duration>
struct codec<std::chrono::sys_time<Duration>> {
    static void read(value& from, std::chrono::sys_time<Duration>& to) {
        std::string_view text;
        if (from.get_string().get(text)) throw_mismatch("a time", from);
        to = std::chrono::floor<Duration>(from_rfc3339(text));
    }
    static void write(std::string& to, std::chrono::sys_time<Duration> const& from) {
        ((to += '"') += to_rfc3339(from)) += '"';
    }
    static std::string type_name() { return "string"; }
};

template <class Rep, class Period>
struct codec<std::chrono::duration<Rep, Period>> {
    using duration = std::chrono::duration<Rep, Period>;
    static void read(value& from, duration& to) {
        std::int64_t count = 0;
        codec<std::int64_t>::read(from, count);
        to = std::chrono::duration_cast<duration>(std::chrono::nanoseconds{count});
    }
    static void write(std::string& to, duration const& from) {
        append_number(to, static_cast<std::int64_t>(
                              std::chrono::duration_cast<std::chrono::nanoseconds>(from).count()));
    }
    static std::string type_name() { return "number"; }
};

}  // namespace fairlead::json
