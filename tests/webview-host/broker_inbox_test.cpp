// SPDX-License-Identifier: MIT
//
// broker_inbox — bounded, and honest about what did not fit.
#include "tests/support/catch.hpp"
#include "webview-host/bridge/broker_inbox.hpp"

using namespace fairlead;
using namespace fairlead::host;
using kind = inbox_item::kind;

TEST_CASE("only the first thing into an empty inbox asks for a turn", "[inbox]") {
    broker_inbox inbox;
    CHECK(inbox.push_callback(generation{1}, "{}"));
    CHECK_FALSE(inbox.push_event("a", "[]"));
    CHECK(inbox.take().size() == 2);
    CHECK(inbox.push_event("a", "[]"));
}

TEST_CASE("an answer without room becomes the news that it had none", "[inbox]") {
    broker_inbox inbox{100};
    inbox.push_callback(generation{1}, R"({"result":")" + std::string(200, 'x') +
                                           R"(","error":null,"callbackid":"id-7"})");
    const auto items = inbox.take();
    REQUIRE(items.size() == 1);
    CHECK(items[0].text == R"({"result":null,"error":"the window does not take its answers",)"
                           R"("callbackid":"id-7","code":"overloaded"})");
}

TEST_CASE("events without room are counted, in the place where they would have been", "[inbox]") {
    broker_inbox inbox{60};
    inbox.push_event("fits", "[1]");
    for (int i = 0; i < 5; ++i) inbox.push_event("lost", "[\"" + std::string(100, 'x') + "\"]");
    inbox.push_callback(generation{1}, "{}");
    const auto items = inbox.take();
    REQUIRE(items.size() == 3);
    CHECK(items[0].what == kind::event);
    CHECK(items[1].what == kind::events_lost);
    CHECK(items[1].topic == "lost");
    CHECK(items[1].lost == 5);
    CHECK(items[2].what == kind::callback);
}

TEST_CASE("a taken inbox has all its room again", "[inbox]") {
    broker_inbox inbox{60};
    for (int i = 0; i < 10; ++i) {
        inbox.push_event("a", "[\"0123456789\"]");
        CHECK(inbox.take()[0].what == kind::event);
    }
}

TEST_CASE("a call that the page is to serve and that has no room is kept as its number",
          "[inbox]") {
    broker_inbox inbox{100};
    inbox.push_callback(generation{1}, R"({"args":[")" + std::string(200, 'x') +
                                           R"("],"live":"call","request":"77"})");
    inbox.push_callback(generation{1}, R"({"live":"cancel","request":"78"})");
    const auto items = inbox.take();
    REQUIRE(items.size() == 2);
    CHECK(items[0].what == kind::refused_call);
    CHECK(items[0].text == "77");
    CHECK(items[1].what == kind::callback);
}

TEST_CASE("news of a served call that is taken back finds room where nothing else does",
          "[inbox]") {
    broker_inbox inbox{0};
    inbox.push_callback(generation{1}, R"({"live":"cancel","request":"78"})");
    CHECK(inbox.take()[0].text == R"({"live":"cancel","request":"78"})");
}
