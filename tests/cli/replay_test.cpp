// SPDX-License-Identifier: MIT
//
// replay_test — what of a capture is replayed, what counts as a difference, and which captured
// answer fits a call.
#include "cli/capture/json_text.hpp"
#include "cli/replay/answer_book.hpp"
#include "cli/replay/comparison.hpp"
#include "cli/replay/plan.hpp"
#include "cli/replay/succession.hpp"

#include "tests/support/catch.hpp"

#include <boost/json.hpp>

#include <sstream>

using namespace fairlead;
using namespace fairlead::cli;
using namespace fairlead::cli::replay;
using Catch::Matchers::Contains;
namespace json = boost::json;

namespace {

capture::recording recorded(std::string const& lines) {
    std::istringstream from{"{\"fairlead-capture\":1,\"app\":\"notes\"}\n" + lines};
    return capture::read(from);
}

std::string call(int number, std::string const& more = R"("args":[])",
                 std::string const& name = "a.B") {
    return R"({"kind":"call","call":)" + std::to_string(number) + R"(,"time":)" +
           std::to_string(number) + R"(,"name":")" + name + R"(","to":"notes","toRole":"plugin",)" +
           more + "}\n";
}

std::string gives(int number, std::string const& value = "null") {
    return R"({"kind":"result","call":)" + std::to_string(number) +
           R"(,"name":"a.B","us":5,"value":)" + value + "}\n";
}

std::string places(std::vector<difference> const& found) {
    std::string all;
    for (auto const& one : found) all += one.path + ' ' + one.captured + ' ' + one.now + ';';
    return all;
}

std::string compared(std::string const& was, std::string const& is,
                     std::vector<std::string> const& ignored = {}, bool hidden = false) {
    return places(comparison{ignored}.of(*capture::parsed(was), *capture::parsed(is),
                                         succession{{}}, hidden));
}

std::string text_of(exchange const* one) {
    return one == nullptr ? "none" : json::serialize(*one->answer.value);
}

}  // namespace

TEST_CASE("a plan has the calls that plugins have answered, in their order", "[cli][replay]") {
    const auto made = plan_of(recorded(call(1) + call(2, R"("args":[2])") + gives(2, "22") +
                                       call(3) + gives(1, "11") + call(4) + gives(3) + gives(4)),
                              use::calling, "", "");
    REQUIRE(made.calls.size() == 4);
    CHECK(made.answer_order == std::vector<std::size_t>{1, 0, 2, 3});
    CHECK(made.calls[0].answers_before == 0);
    CHECK(made.calls[1].answers_before == 0);
    CHECK(made.calls[2].answers_before == 1);
    CHECK(made.calls[3].answers_before == 2);
    CHECK(json::serialize(*made.calls[0].answer.value) == "11");
    CHECK_FALSE(made.has_ended);
}

TEST_CASE("what cannot be replayed is counted by its reason", "[cli][replay]") {
    const auto lines =
        call(1) + call(2) + gives(2) +
        R"({"kind":"item","call":3,"name":"a.B","value":1})"
        "\n" +
        call(3) +
        R"({"kind":"item","call":3,"name":"a.B","value":1})"
        "\n" +
        gives(3) + call(4, R"("args":["•••"],"redacted":true)") + gives(4) +
        call(5, R"("missing":"it went in shared memory")") + gives(5) +
        call(6, R"("args":[],"attachments":[{"bytes":70000}])") + gives(6) +
        call(7, R"("args":[])", "fairlead.before-close") + gives(7) +
        R"({"kind":"skipped","count":3})"
        "\n" +
        R"({"kind":"call","call":8,"name":"w","to":"window","toRole":"host","args":[]})"
        "\n" +
        call(9) + gives(9);
    const auto made = plan_of(recorded(lines), use::calling, "", "");
    REQUIRE(made.calls.size() == 2);
    CHECK(made.calls[0].number == 2);
    CHECK(made.calls[1].number == 9);
    CHECK(made.calls[1].answers_before == 1);  // Of those that are left.
    CHECK(made.unanswered == 1);
    CHECK(made.with_streams == 1);
    CHECK(made.hidden == 1);
    CHECK(made.incomplete == 2);
    CHECK(made.to_others == 2);
    CHECK(made.skipped == 3);
    // Who answers can tell that hidden arguments are meant.
    CHECK(plan_of(recorded(lines), use::answering, "", "").calls.size() == 3);
}

TEST_CASE("a plan can be of one plugin and of some methods", "[cli][replay]") {
    const auto lines = call(1, R"("args":[])", "main.A.X") + gives(1) +
                       call(2, R"("args":[])", "main.B.X") + gives(2);
    const auto count = [&](std::string_view peer, std::string_view method) {
        return plan_of(recorded(lines), use::calling, peer, method).calls.size();
    };
    CHECK(count("", "") == 2);
    CHECK(count("notes", "main.A.*") == 1);
    CHECK(count("", "main.B.X") == 1);
    CHECK(count("", "main.B") == 0);
    CHECK(count("others", "") == 0);
}

TEST_CASE("events are told apart by who emitted them", "[cli][replay]") {
    const auto event = [](std::string const& role, std::string const& name) {
        return R"({"kind":"event","from":"x","fromRole":")" + role + R"(","name":")" + name +
               R"(","data":[1]})"
               "\n";
    };
    const auto made = plan_of(recorded(event("plugin", "tick") + event("page", "click") +
                                       event("broker", "t") + event("host", "fairlead/window")),
                              use::answering, "", "");
    REQUIRE(made.of_plugins.size() == 1);
    CHECK(made.of_plugins[0].topic == "tick");
    CHECK(made.of_plugins[0].data == "[1]");
    REQUIRE(made.of_others.size() == 1);
    CHECK(made.of_others[0].topic == "click");
}

TEST_CASE("JSON is compared as values, and differences have a place", "[cli][replay]") {
    CHECK(compared(R"({"a":1,"b":[2.0]})", R"({ "b":[2], "a":1.0 })") == "");
    CHECK(compared("[1,{\"a\":\"x\"}]", "[1,{\"a\":\"y\"}]") == "$[1].a \"x\" \"y\";");
    CHECK(compared(R"({"a":1})", R"({"b":1})") == "$.a 1 nothing;$.b nothing 1;");
    CHECK(compared("[1]", "[1,2]") == "$[1] nothing 2;");
    CHECK(compared("[1,2]", "[1]") == "$[1] 2 nothing;");
    CHECK(compared(R"({"a b":1})", R"({"a b":2})") == "$[\"a b\"] 1 2;");
    CHECK(compared("1", "\"1\"") == "$ 1 \"1\";");
    CHECK(compared("null", "[]") == "$ null [];");
    CHECK(compared("18446744073709551615", "18446744073709551614") != "");
    std::string many = "[0";
    for (int i = 0; i < 200; ++i) many += ",0";
    CHECK(comparison{{}}.of(*capture::parsed(many + "]"), json::array{}, succession{{}}).size() ==
          comparison::differences_max);
}

TEST_CASE("members that are ignored may differ, be missing, or be new", "[cli][replay]") {
    CHECK(compared(R"([{"at":1,"a":1}])", R"([{"at":2,"a":1}])", {"at"}) == "");
    CHECK(compared(R"({"at":1})", "{}", {"at"}) == "");
    CHECK(compared("{}", R"({"at":1})", {"at"}) == "");
    CHECK(compared(R"({"at":1,"a":1})", R"({"at":2,"a":2})", {"at"}) == "$.a 1 2;");
}

TEST_CASE("a hidden value is like any other, where something was hidden", "[cli][replay]") {
    CHECK(compared(R"({"pin":"•••"})", R"({"pin":"4711"})", {}, true) == "");
    CHECK(compared(R"({"pin":"•••"})", R"({"pin":"4711"})", {}, false) != "");
}

TEST_CASE("an error is compared by code, words and data", "[cli][replay]") {
    const auto made =
        plan_of(recorded(call(1) + R"({"kind":"error","call":1,"name":"a.B","code":"app-error",)" +
                         R"("message":"no","data":{"type":"E"}})"
                         "\n" +
                         call(2) + gives(2, "7")),
                use::calling, "", "");
    const comparison compare{{}};
    const succession none{{}};
    using answer = client::connection::answer;
    const auto failed = [](errc code, std::string message, std::string data) {
        return answer{.ok = false, .json = {}, .why = {code, std::move(message), std::move(data)}};
    };
    auto const &error = made.calls[0], &value = made.calls[1];
    CHECK(compare.of(error, failed(errc::app_error, "no", R"({"type":"E"})"), none).empty());
    CHECK(places(compare.of(error, failed(errc::denied, "no", R"({"type":"E"})"), none)) ==
          "error app-error: no denied: no;");
    CHECK(places(compare.of(error, failed(errc::app_error, "no", R"({"type":"F"})"), none)) ==
          "$.type \"E\" \"F\";");
    CHECK(places(compare.of(error, {.ok = true, .json = "1", .why = {}}, none)) ==
          "error app-error: no nothing;");
    CHECK(places(compare.of(value, failed(errc::timeout, "late", ""), none)) ==
          "error nothing timeout: late;");
    CHECK(compare.of(value, {.ok = true, .json = "7", .why = {}}, none).empty());
    answer with_bytes{.ok = true, .json = "7", .why = {}};
    with_bytes.attachments.push_back(bytes::copy_of("abc"));
    CHECK(places(compare.of(value, with_bytes, none)) == "attachment 0 nothing 3 bytes;");
}

TEST_CASE("a value that is made anew each time is followed into later calls", "[cli][replay]") {
    succession heirs{{"id"}};
    CHECK(heirs.is_wanted());
    heirs.learn(*capture::parsed(R"([{"id":"old","title":"x","n":{"id":4}}])"),
                *capture::parsed(R"([{"id":"new","title":"y","n":{"id":5}}])"));
    auto args = *capture::parsed(R"(["old",{"of":["old",4,"x"]},"older"])");
    heirs.replace_in(args);
    CHECK(json::serialize(args) == R"(["new",{"of":["new",5,"x"]},"older"])");
    CHECK(heirs.is_same("old", "new"));
    CHECK_FALSE(heirs.is_same("old", "newer"));
    CHECK_FALSE(heirs.is_same("x", "y"));
    CHECK(comparison{{}}
              .of(*capture::parsed(R"({"id":"old"})"), *capture::parsed(R"({"id":"new"})"), heirs)
              .empty());
    CHECK_FALSE(succession{{}}.is_wanted());
}

TEST_CASE("captured answers come in their order, the last again and again", "[cli][replay]") {
    const auto made = plan_of(
        recorded(
            call(1, R"("args":["x",{"a":1,"b":2}])") + gives(1, "1") +
            call(2, R"("args":["x",{"b":2,"a":1}])") + gives(2, "2") + call(3, R"("args":["y"])") +
            gives(3, "3") + call(4, R"("args":[{"pin":"•••"}],"redacted":true)") + gives(4, "4") +
            call(5, R"("args":["z"],"attachments":[{"bytes":1,"base64":"AA=="}])") + gives(5, "5")),
        use::answering, "", "");
    answer_book book{made.calls};
    const auto next = [&](std::string_view args, std::vector<std::uint64_t> const& sizes = {}) {
        return text_of(book.next("a.B", args, sizes));
    };
    CHECK(next(R"(["x",{"a":1,"b":2}])") == "1");
    CHECK(next(R"(["y"])") == "3");
    CHECK(next(R"(["x",{"a":1.0,"b":2}])") == "2");
    CHECK(next(R"(["x",{"a":1,"b":2}])") == "2");
    CHECK(next(R"(["z"])") == "none");
    CHECK(next(R"(["z"])", {1}) == "5");
    CHECK(next(R"([{"pin":"anything"}])") == "4");
    CHECK(next(R"([{"pin":"anything","x":1}])") == "none");
    CHECK(next("no json") == "none");
    CHECK(text_of(book.next("a.C", "[]", {})) == "none");
    CHECK(book.calls_of("a.B") == 5);
    CHECK(book.calls_of("a.C") == 0);
}
