// SPDX-License-Identifier: MIT
//
// request_guard_test — who may send something.
#include "tests/support/catch.hpp"
#include "webview-host/window/request_guard.hpp"

#include <string>
#include <vector>

using namespace fairlead::host;

TEST_CASE("only what bears the secret is the page's, and nobody else gets to see it", "[host]") {
    const request_guard guard{"0123456789abcdef"};
    std::vector<http_header> headers{{"x-fairlead-page", "0123456789abcdef"}, {"Accept", "*/*"}};
    CHECK(guard.open(headers));
    REQUIRE(headers.size() == 1);
    CHECK(headers[0].name == "Accept");
    CHECK_FALSE(guard.open(headers));
    headers = {{"X-Fairlead-Page", "0123456789abcde"}};
    CHECK_FALSE(guard.open(headers));
    CHECK(headers.empty());
}

TEST_CASE("the script of the page is called with the secret", "[host]") {
    const auto script = request_guard{"0123456789abcdef"}.user_script();
    CHECK(script.ends_with("})('0123456789abcdef', 'X-Fairlead-Page', 33554432);"));
    CHECK(script.find("0123456789abcdef") == script.rfind("0123456789abcdef"));
}

TEST_CASE("each window has a secret of its own", "[host]") {
    CHECK(request_guard{}.user_script() != request_guard{}.user_script());
}
