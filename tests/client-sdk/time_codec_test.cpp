// SPDX-License-Identifier: MIT
//
// time_codec — points in time and durations in JSON.
#include <fairlead/json/arguments.hpp>
#include <fairlead/json/time_codec.hpp>

#include "tests/support/catch.hpp"

using namespace std::chrono;
using namespace std::chrono_literals;
using Catch::Matchers::Contains;
using fairlead::json::from_rfc3339;
using fairlead::json::nanoseconds_since_1970;
using fairlead::json::to_rfc3339;

namespace {

template <class T>
T read_one(std::string const& json) {
    return std::get<0>(fairlead::json::read_arguments<std::tuple<T>>('[' + json + ']', "test"));
}

const nanoseconds_since_1970 noon = sys_days{2026y / November / 21} + 12h;

}  // namespace

TEST_CASE("a time is written as Go writes it, in UTC", "[json]") {
    CHECK(to_rfc3339(nanoseconds_since_1970{}) == "1970-01-01T00:00:00Z");
    CHECK(to_rfc3339(noon + 3min + 4s) == "2026-11-21T12:03:04Z");
    CHECK(to_rfc3339(noon + 1500ms) == "2026-11-21T12:00:01.5Z");
    CHECK(to_rfc3339(noon + 1ns) == "2026-11-21T12:00:00.000000001Z");
    CHECK(to_rfc3339(sys_days{1969y / December / 31} + 23h + 59min + 59s) ==
          "1969-12-31T23:59:59Z");
}

TEST_CASE("a time is read with any offset and any fraction", "[json]") {
    for (auto const* text :
         {"2026-11-21T12:00:00Z", "2026-11-21t12:00:00z", "2026-11-21T13:30:00+01:30",
          "2026-11-21T04:00:00-08:00", "2026-11-21T12:00:00.000Z",
          "2026-11-21T12:00:00.0000000009Z", "2026-11-22T00:00:00+12:00"})
        CHECK(from_rfc3339(text) == noon);
    CHECK(from_rfc3339("2026-11-21T12:00:00.25+00:00") == noon + 250ms);
    CHECK(from_rfc3339("2024-02-29T00:00:00Z") == sys_days{2024y / February / 29});
}

TEST_CASE("what is no time is refused", "[json]") {
    for (auto const* text :
         {"", "now", "2026-11-21", "2026-11-21T12:00:00", "2026-11-21 12:00:00Z",
          "2026-02-29T00:00:00Z", "2026-13-01T00:00:00Z", "2026-11-21T24:00:00Z",
          "2026-11-21T12:00:60Z", "2026-11-21T12:00:00.Z", "2026-11-21T12:00:00Zx",
          "2026-11-21T12:00:00+1:00", "1066-10-14T00:00:00Z", "+026-11-21T12:00:00Z"}) {
        CAPTURE(text);
        CHECK_THROWS_WITH(from_rfc3339(text), Contains("expected a time"));
    }
}

TEST_CASE("times and durations are arguments and results", "[json]") {
    CHECK(read_one<system_clock::time_point>("\"2026-11-21T12:00:00Z\"") == noon);
    CHECK(read_one<sys_seconds>("\"2026-11-21T12:00:00.9Z\"") == noon);
    CHECK(read_one<sys_seconds>("null") == sys_seconds{});
    CHECK(read_one<milliseconds>("1500000000") == 1500ms);
    CHECK(fairlead::json::write_arguments(noon, 1500ms, -1h) ==
          R"(["2026-11-21T12:00:00Z",1500000000,-3600000000000])");
    CHECK_THROWS_WITH(read_one<sys_seconds>("5"), Contains("expected a time, got a number"));
}
