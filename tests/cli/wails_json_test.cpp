// SPDX-License-Identifier: MIT
//
// wails_json — new permissions in a file that keeps its order, its layout and all else.
#include "cli/policy/wails_json.hpp"
#include "tests/support/catch.hpp"

using namespace fairlead::cli;

TEST_CASE("permissions take the place of those that are there, and nothing else moves", "[cli]") {
    CHECK(with_permissions(R"({ "name":"a\"}", "fairlead" : {"x":[1,{"permissions":2}],
  "permissions": {"page": {"call": ["}"]}},"y":1.5} })",
                           "{}\n") == R"({ "name":"a\"}", "fairlead" : {"x":[1,{"permissions":2}],
  "permissions": {},"y":1.5} })");
}

TEST_CASE("where there are none they come first", "[cli]") {
    CHECK(with_permissions("{\n  \"fairlead\": {\n    \"plugins\": []\n  }\n}\n",
                           "{\n  \"page\": {}\n}\n") ==
          "{\n  \"fairlead\": {\n    \"permissions\": {\n      \"page\": {}\n    },\n    "
          "\"plugins\": []\n  }\n}\n");
    CHECK(with_permissions(R"({"name":"a","fairlead":{}})", "{}") ==
          "{\"name\":\"a\",\"fairlead\":{\n    \"permissions\": {}\n  }}");
    CHECK(with_permissions(R"({"name":"a"})", "{}") ==
          "{\n  \"fairlead\": {\n    \"permissions\": {}\n  },\"name\":\"a\"}");
}

TEST_CASE("a file that is written in an odd way is left alone", "[cli]") {
    CHECK_THROWS(with_permissions(R"({"fairlead":7})", "{}"));
    CHECK_THROWS(with_permissions(R"({"fair\u006cead":{"permissions":1}})", "{}"));
}
