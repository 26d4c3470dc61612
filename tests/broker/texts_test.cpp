// SPDX-License-Identifier: MIT
//
// texts_test — what a page says and hears, as text.
#include "broker/routing/callback_text.hpp"
#include "broker/routing/invoke_text.hpp"
#include "broker/routing/json_escape.hpp"
#include "tests/support/catch.hpp"

#include <fairlead/wire/frame_codec.hpp>

#include <vector>

using namespace fairlead;
using namespace fairlead::broker::routing;
using Catch::Matchers::Contains;

namespace {

/// Copies of what a parse gave.
struct heard {
    invoke_kind kind{};
    std::string name, args, id;
};

heard understood(std::string_view text) {
    invoke_parser parser;
    const auto said = parser.parse(wire::as_bytes(text));
    if (auto const* fault = std::get_if<invoke_fault>(&said))
        throw std::runtime_error{"fault: " + fault->text};
    auto const& good = std::get<invocation>(said);
    return {good.kind, std::string{good.name}, std::string{good.args},
            std::string{good.callback_id}};
}

invoke_fault fault_of(std::string_view text) {
    invoke_parser parser;
    const auto said = parser.parse(wire::as_bytes(text));
    REQUIRE(std::holds_alternative<invoke_fault>(said));
    return std::get<invoke_fault>(said);
}

std::string escaped(std::string_view text) {
    std::string to;
    append_json_escaped(to, text);
    return to;
}

std::string joined(callback_text::pieces const& pieces) {
    std::string all;
    for (auto piece : pieces) all.append(piece);
    return all;
}

}  // namespace

TEST_CASE("a call is read with its arguments as they came", "[broker][routing]") {
    const auto call = understood(
        R"(C{"name":"main.App.Greet","args":[ "A\n", {"b":[1,2]} ] ,"callbackID":"x-1"})");
    CHECK(call.kind == invoke_kind::call);
    CHECK(call.name == "main.App.Greet");
    CHECK(call.args == R"([ "A\n", {"b":[1,2]} ])");
    CHECK(call.id == "x-1");
}

TEST_CASE("keys come in any order, unknown ones are skipped, missing arguments are none",
          "[broker][routing]") {
    const auto call = understood(R"(C{ "callbackID" : "x" , "extra":{"args":[9]}, "name":"n" } )");
    CHECK(call.name == "n");
    CHECK(call.args == "[]");
    CHECK(call.id == "x");
    CHECK(understood(R"(C{"args":null,"name":"n","callbackID":"x"})").args == "[]");
    CHECK(understood(R"(C{"name":"n","callbackID":"x","args":[]})").args == "[]");
}

TEST_CASE("escapes in names and ids are undone", "[broker][routing]") {
    const auto call = understood(R"(C{"name":"a\u002eb","callbackID":"\"é\u00e9\n"})");
    CHECK(call.name == "a.b");
    CHECK(call.id == "\"éé\n");
}

TEST_CASE("a call of an obfuscated build is named by its number", "[broker][routing]") {
    CHECK(understood(R"(c{"id":12,"args":[1],"callbackID":"12-5"})").name == "#12");
    CHECK_THAT(fault_of(R"(c{"id":-1,"callbackID":"x"})").text, Contains("whole number"));
    CHECK_THAT(fault_of(R"(c{"callbackID":"x"})").text, Contains("no \"id\""));
}

TEST_CASE("an event is read with its data", "[broker][routing]") {
    const auto event = understood(R"(EE{"name":"saved","data":[1,{"ok":true}]})");
    CHECK(event.kind == invoke_kind::event);
    CHECK(event.name == "saved");
    CHECK(event.args == R"([1,{"ok":true}])");
    CHECK(understood(R"(EE{"name":"saved"})").args == "[]");
    CHECK(understood(R"(EE{"name":"saved","data":null})").args == "[]");
    CHECK(understood("EXsaved").kind == invoke_kind::unlisten);
}

TEST_CASE("every fault is a sentence", "[broker][routing]") {
    CHECK_THAT(fault_of("").text, Contains("neither a call"));
    CHECK_THAT(fault_of("X").text, Contains("neither a call"));
    CHECK_THAT(fault_of("C").text, Contains("not valid JSON"));
    CHECK_THAT(fault_of("C[]").text, Contains("not a JSON object"));
    CHECK_THAT(fault_of("C{").text, Contains("not valid JSON"));
    CHECK_THAT(fault_of(R"(C{"name":"n"})").text, Contains("no \"callbackID\""));
    CHECK_THAT(fault_of(R"(C{"callbackID":"x"})").text, Contains("no \"name\""));
    CHECK_THAT(fault_of(R"(C{"name":1,"callbackID":"x"})").text,
               Contains("\"name\" is not a string"));
    CHECK_THAT(fault_of(R"(C{"name":"n","args":{},"callbackID":"x"})").text,
               Contains("\"args\" is not an array"));
    for (const auto* nearly : {"n", "nu", "nul", "nulll", "n[]", "[1}", "[{\"a\":[1]}}"})
        CHECK_THAT(
            fault_of(std::string{"C{\"name\":\"n\",\"callbackID\":\"x\",\"args\":"} + nearly + '}')
                .text,
            Contains("\"args\" is not an array"));
    CHECK_THAT(fault_of(R"(C{"name":"n","callbackID":"x"} more)").text, Contains("not valid JSON"));
    CHECK_THAT(fault_of(R"(C{"name":"n","callbackID":"x"}{})").text, Contains("follows"));
    CHECK_THAT(fault_of(R"(EE{"data":[]})").text, Contains("no \"name\""));
    CHECK_THAT(fault_of("C{\"name\":\"\xff\",\"callbackID\":\"x\"}").text, Contains("UTF-8"));
}

TEST_CASE("a broken call whose callback id can still be found names it", "[broker][routing]") {
    CHECK(fault_of(R"(C{"name":"n","args":[1,"callbackID":"x-1"})").callback_id == "x-1");
    CHECK(fault_of(R"(C{"name":"n","args":{},"callbackID" : "a\"b"})").callback_id == "a\"b");
    CHECK(fault_of(R"(C{"callbackID":"x"})").callback_id == "x");
    CHECK_FALSE(fault_of(R"(C{"name":"n","callbackID":"x)").callback_id);
    CHECK_FALSE(fault_of(R"(C{"name":"n","callbackID":7})").callback_id);
    CHECK_FALSE(fault_of(R"(C{"name":"n","callbackID":"\u12"})").callback_id);
    CHECK_FALSE(fault_of(R"(EE{"data":[1,"callbackID":"x"})").callback_id);
}

TEST_CASE("every prefix and every flipped byte of a call is understood or a fault",
          "[broker][routing]") {
    const std::string whole =
        R"(C{"name":"main.App.Greet","args":["A\u00e9",[1.5e3]],"callbackID":"x"})";
    invoke_parser parser;
    for (std::size_t length = 0; length < whole.size(); ++length) {
        const auto said = parser.parse(wire::as_bytes(std::string_view{whole}.substr(0, length)));
        REQUIRE(std::holds_alternative<invoke_fault>(said));
    }
    for (std::size_t at = 0; at < whole.size(); ++at)
        for (const char byte : {'\0', '"', '\\', '{', ']', '\xff'}) {
            auto changed = whole;
            changed[at] = byte;
            const auto said = parser.parse(wire::as_bytes(changed));
            if (auto const* good = std::get_if<invocation>(&said); good != nullptr && at > 0)
                REQUIRE(good->args.starts_with('['));
        }
}

TEST_CASE("a parser serves large and small messages in turn", "[broker][routing]") {
    invoke_parser parser;
    const std::string large =
        R"(C{"name":"n","args":[")" + std::string(3u << 20, 'x') + R"("],"callbackID":"large"})";
    for (int round = 0; round < 3; ++round) {
        const auto first = parser.parse(wire::as_bytes(large));
        REQUIRE(std::get<invocation>(first).args.size() == (3u << 20) + 4);
        const auto second = parser.parse(wire::as_bytes(R"(C{"name":"n","callbackID":"small"})"));
        REQUIRE(std::get<invocation>(second).callback_id == "small");
    }
}

TEST_CASE("a callback text splices the result in as it came", "[broker][routing]") {
    callback_text text;
    CHECK(joined(text.of_result("[1, 2]", "x")) ==
          R"({"result":[1, 2],"error":null,"callbackid":"x"})");
    CHECK(joined(text.of_result("", "x")) == R"({"result":null,"error":null,"callbackid":"x"})");
    CHECK(joined(text.of_result("1", "a\"b\n")) ==
          R"({"result":1,"error":null,"callbackid":"a\"b\n"})");
}

TEST_CASE("an error text has a code, data where there is some, and is never empty",
          "[broker][routing]") {
    callback_text text;
    CHECK(text.of_error(errc::timeout, "too late", "", "x") ==
          R"({"result":null,"error":"too late","callbackid":"x","code":"timeout"})");
    CHECK(text.of_error(errc::app_error, "no", "[1]", "x") ==
          R"({"result":null,"error":"no","callbackid":"x","code":"app-error","data":[1]})");
    CHECK(text.of_error(errc::app_error, "", "", "x") ==
          R"({"result":null,"error":"app-error","callbackid":"x","code":"app-error"})");
}

TEST_CASE("text is escaped for JSON, and what is not UTF-8 replaced", "[broker][routing]") {
    CHECK(escaped("plain/text é 日本 😀") == "plain/text é 日本 😀");
    CHECK(escaped("\"\\\n\r\t") == R"(\"\\\n\r\t)");
    CHECK(escaped(std::string_view{"\0\x01\x1f\x7f", 4}) == "\\u0000\\u0001\\u001f\\u007f");
    CHECK(escaped("a\xff"
                  "b") == "a\xEF\xBF\xBD"
                          "b");
    CHECK(escaped("\xc3") == "\xEF\xBF\xBD");
    CHECK(escaped("\xc0\xaf") == "\xEF\xBF\xBD\xEF\xBF\xBD");
    CHECK(escaped("\xed\xa0\x80") == "\xEF\xBF\xBD\xEF\xBF\xBD\xEF\xBF\xBD");
    CHECK(escaped("\xf4\x90\x80\x80") == "\xEF\xBF\xBD\xEF\xBF\xBD\xEF\xBF\xBD\xEF\xBF\xBD");
}
