// SPDX-License-Identifier: MIT
//
// live_text_test — every form that a page may send along a call, every way to get one wrong, and
// every form that it is told.
#include "broker/routing/live_news.hpp"
#include "broker/routing/live_text.hpp"
#include "tests/support/catch.hpp"

#include <fairlead/wire/frame_codec.hpp>

#include <string>
#include <vector>

using namespace fairlead;
using namespace fairlead::broker::routing;
using Catch::Matchers::Contains;
using Catch::Matchers::StartsWith;
using wire::frame_kind;
namespace flag = wire::frame_flag;

namespace {

/// Copies of what a parse gave.
struct heard {
    live_kind kind{};
    std::optional<std::string> id;
    std::uint64_t request = 0, number = 0;
    std::string name, message, json;
    unsigned stream = 0;
    bool last = false;
    std::optional<errc> code;
};

heard understood(std::string_view text) {
    live_parser parser;
    const auto said = parser.parse(wire::as_bytes(text));
    if (auto const* fault = std::get_if<live_fault>(&said)) throw std::runtime_error{fault->text};
    auto const& good = std::get<live_saying>(said);
    heard all{.kind = good.kind,
              .request = raw(good.request),
              .number = good.number,
              .name = std::string{good.name},
              .message = std::string{good.message},
              .json = std::string{good.json},
              .stream = raw(good.stream),
              .last = good.last,
              .code = good.code};
    if (good.callback_id) all.id = *good.callback_id;
    return all;
}

std::string fault_of(std::string_view text) {
    live_parser parser;
    const auto said = parser.parse(wire::as_bytes(text));
    REQUIRE(std::holds_alternative<live_fault>(said));
    return std::get<live_fault>(said).text;
}

wire::frame_header header_of(frame_kind kind, std::uint32_t stream = 0) {
    wire::frame_header header;
    header.kind = kind;
    header.request = request_id{0xffff'ffff'ffff'ffff};
    header.route = route_id{stream};
    return header;
}

}  // namespace

TEST_CASE("a call is taken back", "[broker][live]") {
    const auto said = understood(R"(FX{"callbackID":"x-\"1\""})");
    CHECK(said.kind == live_kind::take_back);
    CHECK(said.id == "x-\"1\"");
}

TEST_CASE("an item of a stream is the page's argument, or its result", "[broker][live]") {
    const auto argument =
        understood("FI{ \"item\" : { \"a\":[1, \"}\"] } ,\"stream\":16, \"callbackID\":\"x\" } ");
    CHECK(argument.kind == live_kind::item);
    CHECK(argument.id == "x");
    CHECK(argument.stream == 16);
    CHECK(argument.json == R"({ "a":[1, "}"] })");
    const auto result =
        understood(R"(FI{"request":"18446744073709551615","stream":0,"item":-1.5e3})");
    CHECK_FALSE(result.id);
    CHECK(result.request == 0xffff'ffff'ffff'ffff);
    CHECK(result.json == "-1.5e3");
    for (std::string json : {"null", "true", "\"é\"", "[]", "{}", "0"})
        CHECK(understood(R"(FI{"request":"1","stream":0,"item":)" + json + "}").json == json);
}

TEST_CASE("a stream of an argument ends, or its source fails", "[broker][live]") {
    const auto end = understood(R"(FL{"callbackID":"x","stream":1})");
    CHECK(end.kind == live_kind::end);
    CHECK_FALSE(end.code);
    const auto failed =
        understood(R"(FL{"callbackID":"x","stream":2,"code":"app-error","message":"no\nmore"})");
    CHECK(failed.code == errc::app_error);
    CHECK(failed.message == "no\nmore");
}

TEST_CASE("credit is for the result of a call, or for arguments of one that is served",
          "[broker][live]") {
    const auto result = understood(R"(FK{"callbackID":"x","stream":0,"bytes":131072})");
    CHECK(result.kind == live_kind::credit);
    CHECK(result.number == 131072);
    CHECK_FALSE(result.last);
    const auto argument = understood(R"(FK{"request":"7","stream":3,"bytes":0,"last":true})");
    CHECK(argument.request == 7);
    CHECK(argument.stream == 3);
    CHECK(argument.last);
}

TEST_CASE("functions are offered and taken back by name", "[broker][live]") {
    const auto offer = understood(R"(FO{"name":"page.add","handler":4,"callbackID":"x"})");
    CHECK(offer.kind == live_kind::offer);
    CHECK(offer.name == "page.add");
    CHECK(offer.number == 4);
    CHECK(offer.id == "x");
    const auto withdraw = understood(R"(FW{"name":"page.add","callbackID":"y"})");
    CHECK(withdraw.kind == live_kind::withdraw);
    CHECK(withdraw.name == "page.add");
}

TEST_CASE("a function answers, fails, and tells of its progress", "[broker][live]") {
    const auto result = understood(R"(FR{"request":"7","result":{"a":1}})");
    CHECK(result.kind == live_kind::result);
    CHECK(result.request == 7);
    CHECK(result.json == R"({"a":1})");
    const auto error = understood(
        R"(FE{"request":"7","code":"no-such-method","message":"gone","data":{"type":"E"}})");
    CHECK(error.kind == live_kind::error);
    CHECK(error.code == errc::no_such_method);
    CHECK(error.message == "gone");
    CHECK(error.json == R"({"type":"E"})");
    const auto progress = understood(R"(FP{"request":"7","progress":0.5})");
    CHECK(progress.kind == live_kind::progress);
    CHECK(progress.json == "0.5");
}

TEST_CASE("a letter that is no form is told so", "[broker][live]") {
    for (std::string text : {"F", "FZ{}", "Fx{\"callbackID\":\"x\"}", "F{}", "FXX{}", "C{}"}) {
        INFO(text);
        CHECK_FALSE(fault_of(text).empty());
    }
    CHECK_THAT(fault_of("FZ{}"), Contains("FX, FI, FL, FK, FO, FW, FR, FE, FP"));
    CHECK_FALSE(live_parser::is_live(wire::as_bytes("C{}")));
    CHECK_FALSE(live_parser::is_live({}));
    CHECK(live_parser::is_live(wire::as_bytes("F")));
}

TEST_CASE("each form wants its keys, all of them and no others", "[broker][live]") {
    struct wrong {
        std::string text, says;
    };
    for (auto const& [text, says] : std::vector<wrong>{
             {R"(FX{})", "\"callbackID\" is missing"},
             {R"(FX{"request":"1"})", "\"callbackID\" is missing"},
             {R"(FX{"callbackID":"x","stream":1})", "\"stream\" has no meaning here"},
             {R"(FX{"callbackID":"x","nonsense":1})", "\"nonsense\" has no meaning here"},
             {R"(FI{"callbackID":"x","stream":1})", "\"item\" is missing"},
             {R"(FI{"callbackID":"x","item":1})", "\"stream\" is missing"},
             {R"(FI{"stream":1,"item":1})", "needs \"callbackID\" or \"request\", and not both"},
             {R"(FI{"callbackID":"x","request":"1","stream":1,"item":1})", "not both"},
             {R"(FI{"callbackID":"x","stream":0,"item":1})", "comes to the page"},
             {R"(FI{"request":"1","stream":1,"item":1})", "comes to the page"},
             {R"(FL{"callbackID":"x","stream":0})", "comes to the page"},
             {R"(FL{"request":"1","stream":0})", "\"callbackID\" is missing"},
             {R"(FL{"callbackID":"x","stream":1,"code":"app-error"})", "go together"},
             {R"(FL{"callbackID":"x","stream":1,"message":"m"})", "go together"},
             {R"(FK{"callbackID":"x","stream":1,"bytes":1})", "the page's own"},
             {R"(FK{"request":"1","stream":0,"bytes":1})", "the page's own"},
             {R"(FK{"callbackID":"x","stream":0})", "\"bytes\" is missing"},
             {R"(FO{"name":"a","callbackID":"x"})", "\"handler\" is missing"},
             {R"(FW{"name":"a"})", "\"callbackID\" is missing"},
             {R"(FR{"request":"1"})", "\"result\" is missing"},
             {R"(FR{"callbackID":"x","result":1})", "\"request\" is missing"},
             {R"(FE{"request":"1","code":"app-error"})", "\"message\" is missing"},
             {R"(FP{"request":"1","progress":1,"data":1})", "\"data\" has no meaning here"},
         }) {
        INFO(text);
        const auto fault = fault_of(text);
        CHECK_THAT(fault, StartsWith(text.substr(0, 2) + ": "));
        CHECK_THAT(fault, Contains(says));
    }
}

TEST_CASE("a value of the wrong kind is told by its key", "[broker][live]") {
    struct wrong {
        std::string text, says;
    };
    for (auto const& [text, says] : std::vector<wrong>{
             {R"(FX{"callbackID":1})", "\"callbackID\" is not a string"},
             {R"(FI{"callbackID":"x","stream":"1","item":1})", "\"stream\" is not a whole number"},
             {R"(FI{"callbackID":"x","stream":17,"item":1})", "\"stream\" is no stream of a call"},
             {R"(FI{"callbackID":"x","stream":-1,"item":1})", "\"stream\" is not a whole number"},
             {R"(FK{"callbackID":"x","stream":0,"bytes":1.5})", "\"bytes\" is not a whole number"},
             {R"(FK{"callbackID":"x","stream":0,"bytes":1,"last":1})", "\"last\" is not true"},
             {R"(FO{"name":7,"handler":1,"callbackID":"x"})", "\"name\" is not a string"},
             {R"(FR{"request":7,"result":1})", "\"request\" is not a number in quotes"},
             {R"(FR{"request":"","result":1})", "\"request\" is not a number in quotes"},
             {R"(FR{"request":"7x","result":1})", "\"request\" is not a number in quotes"},
             {R"(FR{"request":"18446744073709551616","result":1})", "is not a number in quotes"},
             {R"(FE{"request":"7","code":"odd","message":""})", "\"code\" is no code of an error"},
         }) {
        INFO(text);
        CHECK_THAT(fault_of(text), Contains(says));
    }
}

TEST_CASE("what is no JSON object is told so", "[broker][live]") {
    for (std::string text :
         {"FX", "FX[]", "FX{", "FX{\"callbackID\":\"x\"}{}", "FX{\"callbackID\":}",
          "FX{\"callbackID\":\"x\",}", "FI{\"stream\":1,\"item\":"}) {
        INFO(text);
        CHECK_FALSE(fault_of(text).empty());
    }
}

TEST_CASE("what a fault is about is found, where that can be told", "[broker][live]") {
    live_parser parser;
    const auto fault = [&](std::string const& text) {
        return std::get<live_fault>(parser.parse(wire::as_bytes(text)));
    };
    CHECK(fault(R"(FR{"request":"7","result":})").request == request_id{7});
    CHECK(fault(R"(FR{"request":"7"})").request == request_id{7});
    CHECK(fault(R"(FI{"callbackID":"x","stream":99,"item":1})").callback_id == "x");
    CHECK(fault(R"(FO{"callbackID":"x","name":"a"})").kind == live_kind::offer);
    // Of two, or of none that can be read, nobody knows which was meant.
    const auto both = fault(R"(FI{"callbackID":"x","request":"7","stream":0,"item":1})");
    CHECK_FALSE(both.callback_id);
    CHECK(both.request == no_request);
    CHECK(fault(R"(FR{"request":7,"result":1})").request == no_request);
    CHECK_FALSE(fault(R"(FX{"callbackID":7})").callback_id);
}

TEST_CASE("what a caller sends cannot pass for words of the broker", "[broker][live]") {
    live_news news;
    // Of a key that comes twice JSON.parse takes the last.
    const std::string text{
        news.of_served(header_of(frame_kind::call, 4), R"([],"request":"8","live":"cancel")")};
    CHECK(text.rfind("\"live\":\"call\"") > text.rfind("\"live\":\"cancel\""));
    CHECK(text.ends_with(R"("request":"18446744073709551615"})"));
}

TEST_CASE("a page is told what comes along its calls", "[broker][live]") {
    live_news news;
    CHECK(news.of_asked(header_of(frame_kind::item), R"({"a":1})", 39, "x\"1") ==
          R"({"live":"item","item":{"a":1},"cost":39,"callbackid":"x\"1"})");
    CHECK(news.of_asked(header_of(frame_kind::progress), "0.5", 0, "x") ==
          R"({"live":"progress","progress":0.5,"callbackid":"x"})");
    auto credit = header_of(frame_kind::credit, 2);
    credit.aux = 262144;
    CHECK(news.of_asked(credit, {}, 0, "x") ==
          R"({"live":"credit","stream":2,"bytes":262144,"last":false,"callbackid":"x"})");
    credit.flags = flag::last;
    CHECK_THAT(std::string{news.of_asked(credit, {}, 0, "x")}, Contains(R"("last":true)"));
}

TEST_CASE("a page is told of the calls that it serves", "[broker][live]") {
    live_news news;
    auto call = header_of(frame_kind::call, 4);
    call.flags = flag::takes_items | flag::takes_progress | flag::takes_binary;
    // Bytes beside the JSON never reach it, so it need not know who would take them.
    CHECK(news.of_served(call, "[1]") ==
          R"({"args":[1],"live":"call","handler":4,"takes":6,"request":"18446744073709551615"})");
    CHECK(news.of_served(header_of(frame_kind::cancel), {}) ==
          R"({"live":"cancel","request":"18446744073709551615"})");
    auto item = header_of(frame_kind::item, 1);
    CHECK(news.of_served(item, "[2]") ==
          R"({"item":[2],"live":"item","stream":1,"cost":35,"request":"18446744073709551615"})");
    item.flags = flag::last;
    CHECK(news.of_served(item, {}) ==
          R"({"live":"end","stream":1,"request":"18446744073709551615"})");
    item.code = static_cast<std::uint16_t>(errc::app_error);
    item.aux = 2;
    CHECK(news.of_served(item, R"(no{"type":"E"})") ==
          R"({"data":{"type":"E"},"live":"end","stream":1,"code":"app-error","message":"no",)"
          R"("request":"18446744073709551615"})");
    auto credit = header_of(frame_kind::credit);
    credit.aux = 9;
    CHECK(
        news.of_served(credit, {}) ==
        R"({"live":"credit","stream":0,"bytes":9,"last":false,"request":"18446744073709551615"})");
}
