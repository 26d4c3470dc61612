// SPDX-License-Identifier: MIT
//
// asset_methods_test — an author's function as a window calls it.
#include "client-sdk/src/asset_methods.hpp"
#include "tests/support/catch.hpp"

#include <fairlead/client/asset_messages.hpp>
#include <fairlead/json/arguments.hpp>

#include <string>
#include <string_view>
#include <vector>

using namespace fairlead;

namespace {

std::string invoke(method const& one, std::string_view args, std::vector<bytes>* attachments) {
    const json::attachment_scope scope{{}, attachments};
    std::string result;
    one.invoke(args, result);
    return result;
}

constexpr std::string_view question =
    R"([{"stream":"7","method":"GET","target":"/a","headers":[["X","y"]],"body":""}])";

}  // namespace

TEST_CASE("an asset function is three methods, and closing does not wait for a place in the pool",
          "[sdk]") {
    const auto methods =
        asset_methods(":assets:handler", [](http_request const&) { return http_response::pass(); });
    REQUIRE(methods.size() == 3);
    CHECK(methods[0].name == ":assets:handler");
    CHECK(methods[1].name == ":assets:handler:read");
    CHECK(methods[2].name == ":assets:handler:close");
    CHECK(methods[2].where == execution::loop);
}

TEST_CASE("a whole body comes with its head", "[sdk]") {
    const auto methods = asset_methods("m", [](http_request const& request) {
        return http_response::text(request.method + request.target +
                                   std::string{request.header("x")});
    });
    std::vector<bytes> attachments;
    const auto text = invoke(methods[0], question, &attachments);
    REQUIRE(attachments.size() == 1);
    CHECK(std::string_view{reinterpret_cast<char const*>(attachments[0].data()),
                           attachments[0].size()} == "GET/ay");
    CHECK(text.find(R"("status":200,"headers":[["Content-Type","text/plain; charset=utf-8"]])") !=
          std::string::npos);
    CHECK(text.find(R"("streamed":false)") != std::string::npos);
}

TEST_CASE("a body that is made while it is read is read under the name that was given", "[sdk]") {
    const auto methods = asset_methods("m", [](http_request const&) {
        return http_response::seekable("a/b", 10, [](std::uint64_t offset, std::size_t count) {
            return bytes::copy_of(std::string_view{"0123456789"}.substr(offset, count));
        });
    });
    std::vector<bytes> attachments;
    const auto text = invoke(methods[0], question, &attachments);
    CHECK(text.find(R"("streamed":true,"seekable":true,"size":10)") != std::string::npos);
    attachments.clear();
    invoke(methods[1], R"(["7",4,3])", &attachments);
    REQUIRE(attachments.size() == 1);
    CHECK(attachments[0].size() == 3);
    invoke(methods[2], R"(["7"])", nullptr);
    CHECK_THROWS(invoke(methods[1], R"(["7",4,3])", &attachments));
}

TEST_CASE("a pass goes on as another address, with headers", "[sdk]") {
    const auto methods = asset_methods(
        "m", [](http_request const&) { return http_response::pass().with("X", "y").as("/b"); });
    std::vector<bytes> attachments;
    const auto text = invoke(methods[0], question, &attachments);
    CHECK(text.starts_with(R"({"pass":true,"target":"/b",)"));
    CHECK(text.find(R"([["X","y"]])") != std::string::npos);
}
