// SPDX-License-Identifier: MIT
//
// call_script — lines in, each sent or complained of; over when all has come back.
#include "tests/support/catch.hpp"
#include "webview-host/bridge/call_journal.hpp"
#include "webview-host/bridge/call_script.hpp"

using namespace fairlead::host;
using list = std::vector<std::string>;

namespace {

struct played {
    explicit played(std::size_t open_max = 1'024)
        : script{
              {.send = [this](std::string_view line) { send(line); },
               .complain = [this](std::string const& sentence) { complaints.push_back(sentence); },
               .on_over = [this] { ++overs; },
               .on_room = [this](bool may_read) { room.push_back(may_read); }},
              open_max} {}

    /// As the bridge does.
    void send(std::string_view line) {
        sent.emplace_back(line);
        const auto message = parse_page_message(line);
        if (auto const* call = std::get_if<call_message>(&message)) script.on_sent(*call);
    }
    void call(std::string const& id) {
        script.take_line(R"(C{"name":"a.b.C","args":[],"callbackID":")" + id + "\"}");
    }
    void answer(std::string const& id) {
        script.on_settled(R"({"result":1,"error":null,"callbackid":")" + id + "\"}");
    }

    call_script script;
    list sent, complaints;
    int overs = 0;
    std::vector<bool> room;
};

}  // namespace

TEST_CASE("a script is over when its input has ended and every call is answered", "[script]") {
    played p;
    p.call("x");
    p.call("y");
    p.script.end_input();
    CHECK(p.overs == 0);
    p.answer("y");
    p.answer("nobody's");
    CHECK(p.overs == 0);
    p.answer("x");
    CHECK(p.overs == 1);
}

TEST_CASE("a script without calls is over with its input", "[script]") {
    played p;
    p.script.take_line("LIhello");
    p.script.take_line("");
    p.script.end_input();
    CHECK(p.sent == list{"LIhello"});
    CHECK(p.overs == 1);
}

TEST_CASE("two calls of one callback id need two answers", "[script]") {
    played p;
    p.call("x");
    p.call("x");
    p.script.end_input();
    p.answer("x");
    CHECK(p.overs == 0);
    p.answer("x");
    CHECK(p.overs == 1);
}

TEST_CASE("garbage is named by its line, and the next line works", "[script]") {
    played p;
    p.script.take_line("what is this?");
    p.script.take_line("");
    p.script.take_line("C{not json}");
    p.script.take_line(R"(C{"name":"a.b.C","args":[]})");
    p.script.take_line(R"(C{"callbackID":"x"})");
    p.script.take_line(R"(C{"name":7,"callbackID":"x"})");
    p.script.take_line(R"(C{"name":"a.b.C","args":[],"callbackID":"x"}{})");
    p.script.skip_line("too long");
    p.call("fine");
    REQUIRE(p.complaints.size() == 7);
    CHECK(p.complaints[0].starts_with("line 1: message \"what is this?\""));
    CHECK(p.complaints[1].starts_with("line 3: message \"C{not json}\": not JSON: "));
    CHECK(p.complaints[2].ends_with("\"callbackID\" is missing"));
    CHECK(p.complaints[3].ends_with("\"name\" is missing"));
    CHECK(p.complaints[4].ends_with("\"name\" is not a string"));
    CHECK(p.complaints[5].ends_with("not JSON: something follows the object"));
    CHECK(p.complaints[6] == "line 8: too long");
    CHECK(p.sent.size() == 1);
}

TEST_CASE("with too many calls open no more lines are wanted, until one is answered", "[script]") {
    played p{2};
    p.call("x");
    CHECK(p.script.may_read());
    p.call("y");
    CHECK_FALSE(p.script.may_read());
    p.answer("x");
    CHECK(p.script.may_read());
    CHECK(p.room == std::vector{false, true});
}

TEST_CASE("a callback id may hold anything that JSON can spell", "[script]") {
    played p;
    p.call(R"(a\"b\\c)");
    p.script.end_input();
    p.answer(R"(a\"b\\c)");
    CHECK(p.overs == 1);
}

TEST_CASE("the journal has a line for each call, with its result or error, and its time",
          "[journal]") {
    list lines;
    open_calls::clock::time_point now{};
    call_journal journal{[&](std::string const& line) { lines.push_back(line); },
                         [&] { return now; }};
    const auto send = [&](std::string const& text) {
        const auto message = parse_page_message(text);
        journal.on_sent(std::get<call_message>(message));
    };
    send(R"(C{"name":"main.App.Greet","args":["Ada"],"callbackID":"1"})");
    send(R"(C{"name":"main.App.Fail","args":["no"],"callbackID":"2"})");
    send(R"(C{"name":"main.App.Echo","args":[")" + std::string(500, 'x') +
         R"("],"callbackID":"3"})");
    now += std::chrono::microseconds{420};
    journal.on_settled(R"({"result":"Hello Ada","error":null,"callbackid":"1"})");
    journal.on_settled(R"({"result":null,"error":"no","callbackid":"2","code":"app-error"})");
    journal.on_settled(R"({"result":null,"error":null,"callbackid":"3"})");
    journal.on_settled(R"({"result":null,"error":null,"callbackid":"3"})");  // Answered already.
    REQUIRE(lines.size() == 3);
    CHECK(lines[0] == R"(call main.App.Greet ["Ada"] → "Hello Ada" 0.4 ms)");
    CHECK(lines[1] == R"(call main.App.Fail ["no"] ✗ app-error: no 0.4 ms)");
    CHECK(lines[2] ==
          "call main.App.Echo [\"" + std::string(94, 'x') + "… (504 bytes) → null 0.4 ms");
}
