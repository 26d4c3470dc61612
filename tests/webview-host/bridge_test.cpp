// SPDX-License-Identifier: MIT
//
// bridge — page and broker on its two sides, both fakes.
#include "tests/support/catch.hpp"
#include "tests/webview-host/support/bridge_fakes.hpp"
#include "webview-host/bridge/bridge.hpp"

#include <fairlead/wire/limits.hpp>

using namespace fairlead;
using namespace fairlead::host;
using list = std::vector<std::string>;

namespace {

struct bridged {
    explicit bridged(silence_means silence = silence_means::nothing)
        : between{broker, page, actions, thread, silence} {
        between.start_page();
        page.got.clear();
    }
    void say(std::string_view text) { between.receive("one", text); }

    tests::stepped_thread thread;
    tests::fake_door broker;
    tests::fake_port page;
    tests::fake_actions actions;
    bridge between;
};

constexpr auto call = R"(C{"name":"main.App.Greet","args":["Ada"],"callbackID":"id-1"})";
constexpr auto answer = R"({"result":"Hello","error":null,"callbackid":"id-1"})";

}  // namespace

TEST_CASE("a call goes to the broker as it came, with the page's generation", "[bridge]") {
    bridged b;
    b.say(call);
    CHECK(b.broker.did == list{"invoke 2 " + std::string{call}});
    CHECK(raw(b.between.current()) == 2);
}

TEST_CASE("the first message names the document for everything that is sent to it", "[bridge]") {
    bridged b;
    b.say(call);
    b.say(call);
    CHECK(b.page.got == list{"start one"});
}

TEST_CASE("what the broker sends in one turn reaches the page in order, with one flush",
          "[bridge]") {
    bridged b;
    b.say("EStick");
    b.between.deliver_callback(b.between.current(), answer);
    b.between.deliver_event("tick", "[1]");
    b.between.deliver_callback(b.between.current(), answer);
    CHECK(b.thread.waiting() == 1);
    b.page.got.clear();
    b.thread.turn();
    CHECK(b.page.got == list{"c" + std::string{answer}, R"(n{"name":"tick","data":[1]})",
                             "c" + std::string{answer}});
    CHECK(b.page.flushes == 1);
}

TEST_CASE("a new page makes the broker forget the old one, and its late answers are dropped",
          "[bridge]") {
    bridged b;
    b.say(call);
    const auto old = b.between.current();
    b.between.deliver_callback(old, answer);  // Under way already.
    b.broker.did.clear();
    b.between.start_page();
    CHECK(b.broker.did == list{"forget 2"});
    CHECK(raw(b.between.current()) == 3);
    b.page.got.clear();
    b.thread.turn();
    CHECK(b.page.got.empty());
    CHECK(b.between.counters().late_answers == 1);
}

TEST_CASE("a page that asked nothing is nothing to forget", "[bridge]") {
    bridged b;
    b.say("runtime:ready");
    b.between.start_page();
    CHECK(b.broker.did.empty());
}

TEST_CASE("a message of the page before is not taken for one of the new page", "[bridge]") {
    bridged b;
    b.say(call);
    b.between.start_page();
    b.broker.did.clear();
    b.say(call);
    CHECK(b.broker.did.empty());
    b.between.receive("two", call);
    CHECK(b.broker.did.size() == 1);
    b.say(call);
    CHECK(b.broker.did.size() == 1);
    CHECK(b.between.counters().stale_messages == 2);
}

TEST_CASE("only events that the page listens to are subscribed and delivered", "[bridge]") {
    bridged b;
    b.say("EStick");
    b.say("EStick");
    CHECK(b.broker.did == list{"subscribe tick"});
    b.say("EXtick");
    b.say("EXnever");
    CHECK(b.broker.did == list{"subscribe tick", "unsubscribe tick"});
    b.page.got.clear();
    b.between.deliver_event("tick", "[1]");
    b.thread.turn();
    CHECK(b.page.got.empty());
    CHECK(b.between.counters().unheard_events == 1);
}

TEST_CASE("a new page begins without the interest of the old one", "[bridge]") {
    bridged b;
    b.say("ESa");
    b.say("ESb");
    b.broker.did.clear();
    b.between.start_page();
    CHECK(b.broker.did == list{"forget 2", "unsubscribe a", "unsubscribe b"});
}

TEST_CASE("a script of calls hears everything until it says what it wants", "[bridge]") {
    bridged b{silence_means::everything};
    b.between.deliver_event("a", "[]");
    b.between.deliver_event("fairlead/plugin/greeter", "[]");  // The house's own news.
    b.thread.turn();
    CHECK(b.page.got == list{R"(n{"name":"a","data":[]})"});
    b.say("ESb");
    b.page.got.clear();
    b.between.deliver_event("a", "[]");
    b.between.deliver_event("b", "[]");
    b.thread.turn();
    CHECK(b.page.got == list{R"(n{"name":"b","data":[]})"});
    CHECK(b.broker.did.empty());  // The door hears everything anyway.
}

TEST_CASE("a call that the broker refuses is rejected at once as overloaded", "[bridge]") {
    bridged b;
    b.broker.accepts = false;
    b.say(call);
    REQUIRE(b.page.got.size() == 2);
    CHECK(b.page.got[1] ==
          R"(c{"result":null,"error":"the broker does not keep up with this page",)"
          R"("callbackid":"id-1","code":"overloaded"})");
    CHECK(b.page.flushes == 1);
    CHECK(b.between.counters().refused_calls == 1);
}

TEST_CASE("a page hears what comes along its calls, a script of calls does not", "[bridge]") {
    bridged window;
    window.say(call);
    CHECK(window.broker.took_live);
    bridged script{silence_means::everything};
    script.say(call);
    CHECK_FALSE(script.broker.took_live);
}

TEST_CASE("what goes along a call reaches the broker, or ends the call", "[bridge]") {
    bridged b;
    constexpr auto credit = R"(FK{"callbackID":"id-1","stream":0,"bytes":9})";
    b.say(credit);
    CHECK(b.broker.did == list{"invoke 2 " + std::string{credit}});
    b.broker.accepts = false;
    b.say(credit);
    REQUIRE(b.page.got.size() == 2);
    CHECK(b.page.got[1].find(R"("callbackid":"id-1","code":"overloaded"})") != std::string::npos);
    CHECK(b.page.flushes == 1);
    b.broker.open = false;
    b.say(credit);  // Its calls have been ended with the broker.
    CHECK(b.page.got.size() == 2);
}

namespace {

constexpr auto served = R"({"args":[1],"live":"call","handler":0,"takes":6,"request":"7"})";
constexpr auto taken_back = R"(c{"live":"cancel","request":"7"})";
bool is_refusal_of_7(std::string const& what, std::string_view code) {
    return what.starts_with(R"(invoke 2 FE{"request":"7","code":")" + std::string{code} + '"');
}

}  // namespace

TEST_CASE("a call that the page does not take is refused for it", "[bridge]") {
    bridged b;
    b.page.outcome = push_outcome::refused;
    b.between.deliver_callback(b.between.current(), served);
    b.thread.turn();
    REQUIRE(b.broker.did.size() == 1);
    CHECK(is_refusal_of_7(b.broker.did[0], "overloaded"));
    CHECK(b.page.got.back() == taken_back);
    b.between.deliver_callback(b.between.current(), R"({"live":"cancel","request":"7"})");
    b.thread.turn();
    CHECK(b.broker.did.size() == 1);
}

TEST_CASE("an answer of the page that the broker does not take is made good later", "[bridge]") {
    bridged b;
    b.broker.accepts = false;
    b.say(R"(FR{"request":"7","result":1})");
    CHECK(b.page.got.back() == taken_back);
    REQUIRE(b.broker.soon);
    b.broker.accepts = true;
    // Nothing of that call comes before the refusal.
    b.say(R"(FI{"request":"7","stream":0,"item":2})");
    REQUIRE(b.broker.did.size() == 2);
    CHECK(is_refusal_of_7(b.broker.did[0], "overloaded"));
    CHECK(b.broker.did[1].starts_with("invoke 2 FI"));
}

TEST_CASE("a refusal is tried again until the broker takes it", "[bridge]") {
    bridged b;
    b.broker.accepts = false;
    b.say(R"(FR{"request":"7","result":1})");
    std::exchange(b.broker.soon, {})();
    b.thread.turn();
    REQUIRE(b.broker.soon);
    b.broker.accepts = true;
    std::exchange(b.broker.soon, {})();
    b.thread.turn();
    REQUIRE(b.broker.did.size() == 1);
    CHECK(is_refusal_of_7(b.broker.did[0], "overloaded"));
    CHECK_FALSE(b.broker.soon);
}

TEST_CASE("progress may be lost", "[bridge]") {
    bridged b;
    b.broker.accepts = false;
    b.say(R"(FP{"request":"7","progress":1})");
    CHECK_FALSE(b.broker.soon);
    CHECK(b.page.got == list{"start one"});
}

TEST_CASE("an answer of the page above the limit is refused as too large", "[bridge]") {
    bridged b;
    b.broker.accepts = false;
    b.say(R"(FR{"request":"7","result":")" + std::string(wire::payload_bytes_max, 'x') + "\"}");
    b.broker.accepts = true;
    std::exchange(b.broker.soon, {})();
    b.thread.turn();
    REQUIRE(b.broker.did.size() == 1);
    CHECK(is_refusal_of_7(b.broker.did[0], "too-large"));
}

TEST_CASE("that a page is gone is not lost, and what it owed goes with it", "[bridge]") {
    bridged b;
    b.broker.accepts = false;
    b.say(R"(FR{"request":"7","result":1})");
    b.between.start_page();
    b.broker.accepts = true;
    std::exchange(b.broker.soon, {})();
    b.thread.turn();
    CHECK(b.broker.did == list{"forget 2"});
}

TEST_CASE("a page that owes too many answers counts as gone", "[bridge]") {
    bridged b;
    b.broker.accepts = false;
    for (int i = 0; i <= 16'384; ++i)
        b.say(R"(FR{"request":")" + std::to_string(i + 1) + R"(","result":1})");
    CHECK(b.page.got[b.page.got.size() - 2].starts_with("x"));
    b.broker.accepts = true;
    b.say(call);
    std::exchange(b.broker.soon, {})();
    b.thread.turn();
    CHECK(b.broker.did == list{"invoke 2 " + std::string{call}, "forget 2"});
    CHECK(b.page.got.back() == "o");
}

TEST_CASE("with the broker goes everybody to whom something was owed", "[bridge]") {
    bridged b;
    b.broker.accepts = false;
    b.say(R"(FR{"request":"7","result":1})");
    b.between.lose_broker("the broker has gone");
    b.broker.accepts = true;
    std::exchange(b.broker.soon, {})();
    b.thread.turn();
    CHECK(b.broker.did.empty());
}

TEST_CASE("a call above the limit is rejected as too large", "[bridge]") {
    bridged b;
    b.broker.accepts = false;
    b.say(R"(C{"name":"a.b.C","callbackID":"big","args":[")" +
          std::string(wire::payload_bytes_max, 'x') + "\"]}");
    REQUIRE(b.page.got.size() == 2);
    CHECK(b.page.got[1].find(R"("callbackid":"big","code":"too-large"})") != std::string::npos);
}

TEST_CASE("a call by number goes to the broker as it is", "[bridge]") {
    bridged b;
    constexpr auto call = R"(c{"id":7,"args":[],"callbackID":"n"})";
    b.say(call);
    CHECK(b.broker.did == list{"invoke 2 " + std::string{call}});
}

TEST_CASE("log lines go to the broker from the level on that the page has set", "[bridge]") {
    bridged b;
    b.say("LTone");
    b.say("LS4");
    b.say("LTtwo");
    b.say("LIthree");
    b.say("LEfour");
    b.say("LPfive");
    CHECK(b.broker.did == list{"log 1 one", "log 5 four", "log 3 five"});
    CHECK(b.actions.quits.empty());
    b.say("LFsix");
    CHECK(b.broker.did.back() == "log 6 six");
    CHECK(b.actions.quits == std::vector{1});
}

TEST_CASE("what is not for the broker is carried out in the host, garbage is complained of",
          "[bridge]") {
    bridged b;
    b.say("WTtitle");
    b.say("Q");
    CHECK(b.actions.performed ==
          std::vector<std::size_t>{page_message{window_title_message{}}.index(),
                                   page_message{app_message{}}.index()});
    b.say("what is this?");
    REQUIRE(b.actions.complaints.size() == 1);
    CHECK(b.actions.complaints[0].find("what is this?") != std::string::npos);
    CHECK(b.broker.did.empty());
}

TEST_CASE("an emitted event goes to the broker, and its refusal is told", "[bridge]") {
    bridged b;
    b.say(R"(EE{"name":"saved","data":[1]})");
    CHECK(b.broker.did == list{R"(invoke 2 EE{"name":"saved","data":[1]})"});
    b.broker.accepts = false;
    b.say(R"(EE{"name":"saved","data":[1]})");
    CHECK(b.actions.complaints.size() == 1);
}

TEST_CASE("a page that does not take its events is told of once in a thousand", "[bridge]") {
    bridged b;
    b.say("EStick");
    b.page.outcome = push_outcome::refused;
    for (int i = 0; i < 1'001; ++i) b.between.deliver_event("tick", "[]");
    b.thread.turn();
    CHECK(b.between.counters().lost_events == 1'001);
    CHECK(b.actions.complaints.size() == 2);
}

namespace {

struct seen_calls final : call_watch {
    void on_sent(call_message const&) override { said.emplace_back("sent"); }
    void on_settled(std::string_view) override { said.emplace_back("settled"); }
    void on_page_gone() override { said.emplace_back("gone"); }
    list said;
};

}  // namespace

TEST_CASE("a watcher sees each call go and come back, refused ones as well", "[bridge]") {
    bridged b;
    seen_calls watch;
    b.between.watch_calls(watch);
    b.say(call);
    b.between.deliver_callback(b.between.current(), answer);
    b.thread.turn();
    b.broker.accepts = false;
    b.say(call);
    b.between.start_page();
    CHECK(watch.said == list{"sent", "settled", "sent", "settled", "gone"});
}

namespace {

client::page_channel granted(generation page) { return {page, session_id{7}, 1u << 20, {}}; }

}  // namespace

TEST_CASE("a document gets one channel, for its own generation", "[bridge]") {
    bridged b;
    list answers;
    const auto hear = [&](client::page_answer answer) {
        auto const* why = std::get_if<std::string>(&answer);
        answers.push_back(why != nullptr ? *why : "granted");
    };
    b.between.request_channel("wails://wails", hear);
    CHECK(b.broker.did == list{"request_page 2 wails://wails"});
    b.between.request_channel("wails://wails", hear);
    CHECK(answers == list{"this document has asked for a channel already"});
    CHECK(b.broker.did.size() == 1);
    b.broker.page_asked(granted(generation{2}));
    CHECK(answers.size() == 1);  // Not on the broker's thread.
    b.thread.turn();
    CHECK(answers.back() == "granted");
}

TEST_CASE("a document whose channel has broken gets another, but not for ever", "[bridge]") {
    bridged b;
    std::string last;
    const auto ask = [&] {
        b.between.request_channel("wails://wails", [&](client::page_answer answer) {
            auto const* why = std::get_if<std::string>(&answer);
            last = why != nullptr ? *why : "granted";
        });
        if (b.broker.page_asked) std::exchange(b.broker.page_asked, {})(granted(generation{2}));
        b.thread.turn();
        return last == "granted";
    };
    int granted_to_it = 0;
    while (granted_to_it < 1'000 && ask()) ++granted_to_it;
    CHECK(granted_to_it == 64);
    CHECK(last == "this document has asked for a channel too often");
    b.between.start_page();
    b.between.request_channel("wails://wails", [](client::page_answer) {});
    CHECK(b.broker.did.back() == "request_page 3 wails://wails");
}

TEST_CASE("calls end with the broker, new ones are told so, and the next one is asked for events",
          "[bridge]") {
    bridged b;
    b.say(call);
    b.say("ESsaved");
    b.between.deliver_callback(b.between.current(), answer);
    b.broker.accepts = b.broker.open = false;
    b.broker.did.clear();
    b.between.lose_broker("the broker has gone");
    // What came before it went is delivered first.
    REQUIRE(b.page.got.size() >= 2);
    CHECK(b.page.got.back() == "xthe broker has gone");
    CHECK(b.page.got[b.page.got.size() - 2].starts_with("c"));
    b.say(call);
    CHECK_THAT(b.page.got.back(), Catch::Matchers::Contains(R"("code":"backend-gone")"));
    // What is answered like a call is told so, too; of what goes along one nobody waits.
    const auto before = b.page.got.size();
    b.say(R"(FX{"callbackID":"a-1"})");
    CHECK(b.page.got.size() == before);
    b.say(R"(FW{"name":"page.f","callbackID":"f-1"})");
    REQUIRE(b.page.got.size() == before + 1);
    CHECK_THAT(b.page.got.back(), Catch::Matchers::Contains(R"("callbackid":"f-1","code":"back)"));
    b.between.find_broker();
    CHECK(b.broker.did == list{"subscribe saved"});
    // What the page has asked of the next one since it was found does not end.
    CHECK(b.page.got.back() == "o");
}

TEST_CASE("a channel for a document that has gone is given to nobody, and is forgotten",
          "[bridge]") {
    bridged b;
    int answers = 0;
    b.between.request_channel("wails://wails", [&](client::page_answer) { ++answers; });
    b.between.start_page();
    CHECK(b.broker.did.back() == "forget 2");
    b.broker.page_asked(granted(generation{2}));
    b.thread.turn();
    CHECK(answers == 0);
    b.between.request_channel("wails://wails", [&](client::page_answer) { ++answers; });
    CHECK(b.broker.did.back() == "request_page 3 wails://wails");
}

TEST_CASE("the broker knows whose page speaks before it hears a word of it", "[bridge]") {
    bridged b;
    b.between.start_page("https://docs.example.org");
    b.broker.did.clear();
    b.between.receive("two", "EStick");
    b.between.receive("two", "EStock");
    CHECK(b.broker.did ==
          list{"invoke 3 Ohttps://docs.example.org", "subscribe tick", "subscribe tock"});
    b.between.start_page();
    b.broker.did.clear();
    b.broker.accepts = false;  // It does not keep up.
    b.between.receive("three", call);
    b.between.receive("three", "EStick");
    CHECK(b.broker.did.empty());
    CHECK(b.between.counters().refused_calls == 1);
    b.broker.accepts = true;
    b.between.receive("three", call);
    REQUIRE(b.broker.did.size() == 2);
    CHECK(b.broker.did[0] == "invoke 4 O");
    b.between.start_page("http://localhost:1");
    b.between.receive("four", "ESa");
    b.broker.did.clear();
    b.between.find_broker();
    CHECK(b.broker.did == list{"invoke 5 Ohttp://localhost:1", "subscribe a"});
}

TEST_CASE("no page can say whose it is", "[bridge]") {
    bridged b;
    b.broker.did.clear();
    for (auto const* text : {"O", "Ohttps://docs.example.org", "O{}"}) b.say(text);
    CHECK(b.broker.did.empty());
}
