// SPDX-License-Identifier: MIT
//
// http_date_test — the form of a date in a header.
#include "tests/support/catch.hpp"
#include "webview-host/assets/http_date.hpp"

#include <string_view>

using namespace fairlead::host;

TEST_CASE("a date in a header is written in the one form that is", "[assets]") {
    CHECK(to_http_date(784'111'777) == "Sun, 06 Nov 1994 08:49:37 GMT");
    CHECK(to_http_date(0) == "Thu, 01 Jan 1970 00:00:00 GMT");
    CHECK(to_http_date(1'709'164'799) == "Wed, 28 Feb 2024 23:59:59 GMT");
    CHECK(to_http_date(-1) == "Wed, 31 Dec 1969 23:59:59 GMT");
}

TEST_CASE("a date that was written is read as the same", "[assets]") {
    for (const std::time_t when : {0L, 784'111'777L, 951'782'400L, 1'709'164'799L, 4'102'444'800L})
        CHECK(parse_http_date(to_http_date(when)) == when);
}

TEST_CASE("what is no such date is not read as one", "[assets]") {
    for (std::string_view text : {"", "Sun, 06 Nov 1994 08:49:37", "Sun, 06 Nov 1994 08:49:37 UTC",
                                  "Sun, 31 Feb 1994 08:49:37 GMT", "Sun, 06 Now 1994 08:49:37 GMT",
                                  "Sun, 06 Nov 1994 24:49:37 GMT", "Sun, 06 Nov 1994 08:60:37 GMT",
                                  "Sun, -6 Nov 1994 08:49:37 GMT", "Sun, 06 Nov 199x 08:49:37 GMT",
                                  "Sunday, 06-Nov-94 08:49:37 GMT", "Sun Nov  6 08:49:37 1994"}) {
        CAPTURE(text);
        CHECK_FALSE(parse_http_date(text).has_value());
    }
}
