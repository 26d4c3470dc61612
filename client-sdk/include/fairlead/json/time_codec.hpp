// SPDX-License-Identifier: MIT
//
// time_codec — std::chrono in JSON as Go has it: points of the system clock as RFC 3339 texts with
// up to nine digits behind the second, durations as whole nanoseconds.
#pragma once

#include <fairlead/json/codec/numbers.hpp>

#include <chrono>
#include <string>
#include <string_view>

namespace fairlead::json {

using nanoseconds_since_1970 = std::chrono::sys_time<std::chrono::nanoseconds>;

/// "2026-11-21T16:00:01.5Z". Throws not_encodable outside the years from 1678 to 2261.
std::string to_rfc3339(nanoseconds_since_1970 when);
/// With any offset. Throws bad_value.
nanoseconds_since_1970 from_rfc3339(std::string_view text);

/// Throws not_encodable where nanoseconds of 64 bits do not reach.
void check_reach(double seconds_since_1970);
/// Whole nanoseconds for a number of JavaScript. Throws not_encodable.
std::int64_t whole_nanoseconds(long double nanoseconds);

template <class Duration>
struct codec<std::chrono::sys_time<Duration>> {
    static constexpr auto kinds = kinds_among(kind::string);
    static void read(value& from, std::chrono::sys_time<Duration>& to) {
        to = std::chrono::floor<Duration>(from_rfc3339(from.string("a time")));
    }
    static void write(std::string& to, std::chrono::sys_time<Duration> const& from) {
        check_reach(std::chrono::duration<double>(from.time_since_epoch()).count());
        const auto when = std::chrono::floor<std::chrono::nanoseconds>(from);
        ((to += '"') += to_rfc3339(when)) += '"';
    }
    static std::string describe(catalogue&) { return R"("time")"; }
};

template <class Rep, class Period>
struct codec<std::chrono::duration<Rep, Period>> {
    using duration = std::chrono::duration<Rep, Period>;
    static constexpr auto kinds = kinds_among(kind::number);
    static void read(value& from, duration& to) {
        to = std::chrono::duration_cast<duration>(std::chrono::nanoseconds{from.integer()});
    }
    static void write(std::string& to, duration const& from) {
        append_number(
            to, whole_nanoseconds(std::chrono::duration<long double, std::nano>(from).count()));
    }
    static std::string describe(catalogue&) { return R"("duration")"; }
};

}  // namespace fairlead::json
