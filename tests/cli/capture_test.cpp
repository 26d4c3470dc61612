// SPDX-License-Identifier: MIT
//
// capture_test — the lines of a capture: written from what a broker says, read again, and refused
// by name where they are wrong.
#include "cli/capture/format.hpp"
#include "cli/capture/json_text.hpp"
#include "cli/capture/recorder.hpp"

#include "tests/support/catch.hpp"

#include <fairlead/wire/attachments.hpp>
#include <fairlead/wire/frame_codec.hpp>

#include <boost/json.hpp>

#include <sstream>

using namespace fairlead;
using namespace fairlead::cli::capture;
using Catch::Matchers::Contains;
namespace json = boost::json;

namespace {

const std::string head = R"({"fairlead-capture":1,"app":"notes","began":1.5,"redacted":["pin"]})";
const std::string call = R"({"kind":"call","call":1,"time":2,"name":"a.B","args":[1]})";

recording read_text(std::string const& text) {
    std::istringstream from{text};
    return read(from);
}

std::string problem_of(std::string const& text) {
    try {
        read_text(text);
    } catch (bad_capture const& why) {
        return why.what();
    }
    return "none";
}

std::string note(std::string const& kind, std::size_t bytes, std::string const& more = "",
                 int id = 7) {
    return R"({"time":3.25,"kind":")" + kind + R"(","from":"page","to":"notes","name":"a.B",)" +
           R"("session":2,"id":)" + std::to_string(id) + R"(,"bytes":)" + std::to_string(bytes) +
           more + '}';
}

record written(recorder& by, std::string const& kind, std::string const& payload,
               std::string const& more = "") {
    return parse_record(by.line_of(note(kind, payload.size(), more), wire::as_bytes(payload)));
}

/// `large`: so many bytes more are in a blob.
std::string attached(std::string const& text, std::string const& beside, std::uint64_t large = 0) {
    std::string made;
    const auto add = [&](auto const& one) {
        made.append(reinterpret_cast<char const*>(&one), sizeof one);
    };
    add(wire::attachment_head{static_cast<std::uint32_t>(text.size()), large == 0 ? 1u : 2u});
    add(wire::attachment_ref{wire::no_blob, 0, beside.size()});
    if (large > 0) add(wire::attachment_ref{wire::blob_id{9}, 0, large});
    return made + text + beside;
}

}  // namespace

TEST_CASE("what a broker tells a capture is read again as it was", "[cli][capture]") {
    recorder by{{}};
    const auto asked = written(by, "call", R"(["milk",{"n":1}])", R"(,"toRole":"plugin")");
    CHECK(asked.what == kind::call);
    CHECK(asked.call == 1);
    CHECK(asked.session == 2);
    CHECK(asked.time == 3.25);
    CHECK(asked.from == "page");
    CHECK(asked.to == "notes");
    CHECK(asked.to_role == "plugin");
    CHECK(asked.name == "a.B");
    CHECK(json::serialize(*asked.said.value) == R"(["milk",{"n":1}])");
    CHECK(asked.said.is_whole());
    const auto result = written(by, "result", " {\n\"x\": 2} ", R"(,"us":41.5)");
    CHECK(result.call == 1);
    CHECK(result.us == 41.5);
    CHECK(json::serialize(*result.said.value) == R"({"x":2})");
    CHECK(written(by, "result", "1").call == 0);  // Of a call that nobody has seen.
    const auto error = written(by, "error", "{}", R"(,"code":"denied","message":"no \"you\"")");
    CHECK(error.code == "denied");
    CHECK(error.message == "no \"you\"");
    CHECK(by.counts().records == 4);
}

TEST_CASE("items belong to their call, and leave it open", "[cli][capture]") {
    recorder by{{}};
    written(by, "call", "[]");
    const auto item = written(by, "item", "5", R"(,"stream":3)");
    CHECK(item.call == 1);
    CHECK(item.stream == 3);
    CHECK(written(by, "result", "null").call == 1);
}

TEST_CASE("of calls whose answers never come the oldest are forgotten", "[cli][capture]") {
    recorder by{{}, 3};
    const auto number_of = [&](std::string const& kind, int id) {
        return parse_record(by.line_of(note(kind, 0, "", id), {})).call;
    };
    for (int id = 0; id < 4; ++id) CHECK(number_of("call", id) == id + 1u);
    CHECK(number_of("result", 0) == 0);
    CHECK(number_of("result", 1) == 2);
    CHECK(number_of("result", 1) == 0);
    CHECK(number_of("call", 2) == 5);  // The same name, another call.
    CHECK(number_of("result", 2) == 5);
    CHECK(number_of("result", 3) == 4);
}

TEST_CASE("JSON goes into the file letter for letter, unless something is hidden in it",
          "[cli][capture]") {
    recorder by{{"pin"}};
    const std::string odd = R"([1.50,12345678901234567890123,"\u0041"])";
    CHECK_THAT(by.line_of(note("call", odd.size()), wire::as_bytes(odd)), Contains(odd));
    const auto secret = written(by, "call", R"([{"Pin":"4711","a":[{"pin":1}]}])");
    CHECK(json::serialize(*secret.said.value) == R"([{"Pin":"•••","a":[{"pin":"•••"}]}])");
    CHECK(secret.said.redacted);
    CHECK(by.counts().redacted == 1);
    // Nobody can say what is hidden in it.
    const auto no_json = written(by, "call", "pin=4711");
    CHECK(no_json.said.missing == "it is no JSON");
    recorder plain{{}};
    CHECK(written(plain, "call", "pin=4711").said.text == "pin=4711");
}

TEST_CASE("JSON that is deeper than the format is text", "[cli][capture]") {
    recorder by{{}};
    const auto nested = [](std::size_t depth) {
        return std::string(depth, '[') + std::string(depth, ']');
    };
    CHECK(written(by, "call", nested(depth_max)).said.value);
    CHECK(written(by, "call", nested(depth_max + 1)).said.text == nested(depth_max + 1));
}

TEST_CASE("bytes beside JSON are kept, those in shared memory counted", "[cli][capture]") {
    recorder by{{}};
    const std::string beside{"\0\xff!", 3};
    const auto small =
        written(by, "call", attached(R"([{"$bytes":0}])", beside), R"(,"binary":true)");
    REQUIRE(small.said.attachments.size() == 1);
    CHECK(small.said.attachments[0].content == beside);
    CHECK(small.said.is_whole());
    CHECK(by.counts().incomplete == 0);
    const auto large = written(by, "call", attached("[]", beside, 70'000), R"(,"binary":true)");
    REQUIRE(large.said.attachments.size() == 2);
    CHECK(large.said.attachments[1].bytes == 70'000);
    CHECK_FALSE(large.said.attachments[1].content);
    CHECK_FALSE(large.said.is_whole());
    CHECK(by.counts().incomplete == 1);
    // A text so long that it went by in shared memory itself.
    const auto text = written(by, "call", attached("", beside, 300'000), R"(,"binary":true)");
    CHECK_THAT(text.said.missing, Contains("shared memory"));
    CHECK(text.said.attachments.size() == 1);
    CHECK_THAT(written(by, "call", "??", R"(,"binary":true)").said.missing, Contains("not what"));
}

TEST_CASE("what was too much stands as such in the file", "[cli][capture]") {
    recorder by{{}};
    const auto omitted =
        parse_record(by.line_of(note("result", 5'000'000, R"(,"omitted":true)"), {}));
    CHECK(omitted.said.missing == "its 5000000 bytes are too many");
    const auto skipped = parse_record(by.line_of(R"({"skipped":17})", {}));
    CHECK(skipped.what == kind::skipped);
    CHECK(skipped.count == 17);
    CHECK(by.counts().skipped == 17);
    const auto end = parse_record(by.end_line(9, "count"));
    CHECK(end.what == kind::end);
    CHECK(end.count == 1);
}

TEST_CASE("a header says what was hidden", "[cli][capture]") {
    const auto about =
        parse_header(recorder{{"pin", "token"}}.header_line({.app = "x", .began = 1'000.25}));
    CHECK(about.app == "x");
    CHECK(about.began == 1'000.25);
    CHECK(about.redacted == std::vector<std::string>{"pin", "token"});
}

TEST_CASE("a capture whose last line is cut is read up to it", "[cli][capture]") {
    const auto whole = head + '\n' + call + '\n' + recorder{{}}.end_line(3, "time") + '\n';
    const auto all = read_text(whole);
    CHECK(all.records.size() == 2);
    CHECK(all.has_ended);
    CHECK_FALSE(all.is_cut);
    // Wherever it is cut behind its first line.
    for (auto length = head.size() + 1; length < whole.size(); ++length) {
        const auto part = read_text(whole.substr(0, length));
        CAPTURE(length);
        const auto call_ends = head.size() + 1 + call.size(), all_end = whole.size() - 1;
        const std::size_t complete = length >= all_end ? 2 : length >= call_ends ? 1 : 0;
        CHECK(part.records.size() == complete);
        const bool at_an_end = length == head.size() + 1 || length == call_ends ||
                               length == call_ends + 1 || length == all_end;
        CHECK(part.is_cut == !at_an_end);
    }
}

TEST_CASE("what is wrong in a capture is said with its line", "[cli][capture]") {
    CHECK(problem_of("") == "line 1: it is empty");
    CHECK(problem_of("x\n") == "line 1: no JSON");
    CHECK_THAT(problem_of("{}\n"), Contains("line 1") && Contains("not a capture"));
    CHECK_THAT(problem_of(R"({"fairlead-capture":2})"), Contains("version 2"));
    const auto second = [](std::string const& line) {
        return problem_of(head + '\n' + line + '\n' + call + '\n');
    };
    CHECK(second("{") == "line 2: no JSON");
    CHECK(second("[]") == "line 2: no JSON object");
    CHECK(second("{}") == "line 2: no \"kind\"");
    CHECK_THAT(second(R"({"kind":"song"})"), Contains("does not know: song"));
    CHECK_THAT(second(R"({"kind":"call","call":1})"), Contains("name"));
    CHECK_THAT(second(R"({"kind":"call","name":"x"})"), Contains("number"));
    CHECK_THAT(second(R"({"kind":"call","call":-1,"name":"x"})"), Contains("\"call\""));
    CHECK_THAT(second(R"({"kind":"call","call":0.5,"name":"x"})"), Contains("\"call\""));
    CHECK_THAT(second(R"({"kind":"event","name":7})"), Contains("\"name\""));
    CHECK_THAT(second(R"({"kind":"event","name":"x","attachments":[{"bytes":2,"base64":"AA=="}]})"),
               Contains("as long"));
    CHECK_THAT(second(R"({"kind":"event","name":"x","attachments":[{"bytes":1,"base64":"?"}]})"),
               Contains("base64"));
    // What later versions of a record may have besides.
    CHECK(second(R"({"kind":"event","name":"x","colour":"red"})") == "none");
}

TEST_CASE("equal JSON has one text", "[cli][capture]") {
    const auto same = [](std::string const& one, std::string const& other) {
        return canonical(*parsed(one)) == canonical(*parsed(other));
    };
    CHECK(same(R"({"a":1,"b":[{"d":2,"c":3}]})", R"({"b":[{"c":3,"d":2}],"a":1})"));
    CHECK(same("[1.0,-0.0]", "[1,0]"));
    CHECK_FALSE(same("[1.5]", "[1]"));
    CHECK_FALSE(same("[1]", R"(["1"])"));
    CHECK_FALSE(same("[[],1]", "[[1]]"));
}
