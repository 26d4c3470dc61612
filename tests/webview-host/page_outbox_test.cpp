// SPDX-License-Identifier: MIT
//
// page_outbox_test — order, batches, parked texts, and what happens when nothing more fits.
#include "tests/support/catch.hpp"
#include "webview-host/bridge/page_outbox.hpp"
#include "webview-host/bridge/served_call_text.hpp"

#include <simdjson.h>

#include <set>
#include <string>
#include <string_view>
#include <vector>

using namespace fairlead::host;

namespace {

/// Parked texts are called 1, 2, 3 …
page_outbox::id_source counted() {
    return [next = 0]() mutable { return std::to_string(++next); };
}

std::string callback(std::string_view id, std::string_view result) {
    return "{\"result\":" + std::string{result} + ",\"error\":null,\"callbackid\":\"" +
           std::string{id} + "\"}";
}

std::string big_callback(std::string_view id, std::size_t bytes) {
    return callback(id, '"' + std::string(bytes, 'x') + '"');
}

/// What the script says: page, turn number, then the items as their strings.
struct turn {
    std::string page;
    std::uint64_t number = 0;
    std::vector<std::vector<std::string>> items;
};

turn parsed(std::string_view script) {
    constexpr std::string_view opening = "window._fairlead.deliver(", closing = ");";
    REQUIRE(script.starts_with(opening));
    REQUIRE(script.ends_with(closing));
    script.remove_prefix(opening.size());
    script.remove_suffix(closing.size());

    simdjson::dom::parser parser;
    turn result;
    std::size_t index = 0;
    for (auto element : parser.parse(simdjson::padded_string{script}).get_array()) {
        if (index == 0) {
            result.page = std::string{element.get_string().value()};
        } else if (index == 1) {
            result.number = element.get_uint64().value();
        } else {
            auto& item = result.items.emplace_back();
            for (auto part : element.get_array())
                item.emplace_back(std::string_view{part.get_string()});
        }
        ++index;
    }
    return result;
}

using items = std::vector<std::vector<std::string>>;

}  // namespace

TEST_CASE("callbacks and events of one turn are one script, in their order", "[bridge]") {
    page_outbox outbox;
    CHECK(outbox.is_empty());
    CHECK(outbox.take_turn().empty());
    CHECK(outbox.push_callback(callback("a", "1")) == push_outcome::queued);
    CHECK(outbox.push_event(R"({"name":"tick","data":[1]})") == push_outcome::queued);
    CHECK(outbox.push_callback(callback("b", "2")) == push_outcome::queued);
    CHECK_FALSE(outbox.is_empty());

    const auto script = parsed(outbox.take_turn());
    CHECK(script.page.empty());
    CHECK(script.number == 1);
    CHECK(script.items == items{{"c", callback("a", "1")},
                                {"n", R"({"name":"tick","data":[1]})"},
                                {"c", callback("b", "2")}});
    CHECK(outbox.is_empty());
    CHECK(outbox.waiting_bytes() == 0);
}

TEST_CASE("a script is exactly the form that runtime.js documents", "[bridge]") {
    page_outbox outbox;
    outbox.start_page("p1");
    outbox.push_event(R"({"name":"a"})");
    outbox.push_event(R"({"name":"b"})");
    CHECK(
        outbox.take_turn() ==
        R"(window._fairlead.deliver(["p1",1,["n","{\"name\":\"a\"}"],["n","{\"name\":\"b\"}"]]);)");
}

TEST_CASE("turns are numbered from one on each page", "[bridge]") {
    page_outbox outbox;
    for (auto page : {"first", "second"}) {
        outbox.start_page(page);
        for (std::uint64_t number = 1; number <= 3; ++number) {
            outbox.push_event("{}");
            const auto script = parsed(outbox.take_turn());
            CHECK(script.page == page);
            CHECK(script.number == number);
        }
    }
}

TEST_CASE("what a plugin sends arrives as text, whatever it is", "[bridge]") {
    page_outbox outbox;
    for (std::string const& text :
         {std::string{"\"];alert(1);//"}, std::string{"</script>'\\\n\r\t"}, std::string{"a\0b", 3},
          std::string{"\xe2\x80\xa8\xe2\x80\xa9 \xf0\x9f\x9a\xa2"}, std::string{}}) {
        outbox.push_event(text);
        const auto script = outbox.take_turn();
        CHECK(parsed(script).items == items{{"n", text}});
        CHECK(script.find_first_of(std::string{"\0\n\r", 3}) == script.npos);
        CHECK(script.find("\xe2\x80\xa8") == script.npos);
    }
}

TEST_CASE("bytes that are not UTF-8 do not spoil the script", "[bridge]") {
    page_outbox outbox;
    outbox.push_event("a\xff\xc3");
    CHECK(parsed(outbox.take_turn()).items == items{{"n", "a\xef\xbf\xbd\xef\xbf\xbd"}});
}

TEST_CASE("a long queue is cut into scripts of bounded length", "[bridge]") {
    page_outbox outbox{{.turn_bytes_max = 1'000}};
    std::vector<std::string> sent, got;
    for (int i = 0; i < 200; ++i) {
        sent.push_back(callback(std::to_string(i), "1"));
        CHECK(outbox.push_callback(sent.back()) == push_outcome::queued);
    }
    std::uint64_t number = 0;
    while (!outbox.is_empty()) {
        const auto script = outbox.take_turn();
        CHECK(script.size() < 1'100);
        const auto turn = parsed(script);
        CHECK(turn.number == ++number);
        for (auto const& item : turn.items) got.push_back(item.at(1));
    }
    CHECK(number > 10);
    CHECK(got == sent);
}

TEST_CASE("an item longer than a script may be has a script of its own", "[bridge]") {
    page_outbox outbox{{.turn_bytes_max = 100}};
    outbox.push_event("1");
    outbox.push_event(std::string(500, 'x'));
    outbox.push_event("2");
    CHECK(parsed(outbox.take_turn()).items.size() == 1);
    CHECK(parsed(outbox.take_turn()).items == items{{"n", std::string(500, 'x')}});
    CHECK(parsed(outbox.take_turn()).items == items{{"n", "2"}});
}

TEST_CASE("a text above the knee is parked and its address delivered in its place", "[bridge]") {
    page_outbox outbox{{}, counted()};
    const auto at_knee = big_callback("a", (64u << 10) - callback("a", "\"\"").size());
    const auto above = big_callback("b", (64u << 10) - callback("b", "\"\"").size() + 1);
    CHECK(outbox.push_callback(at_knee) == push_outcome::queued);
    CHECK(outbox.push_callback(above) == push_outcome::parked);
    CHECK(outbox.push_event(std::string(70'000, 'e')) == push_outcome::parked);
    CHECK(outbox.push_event("small") == push_outcome::queued);
    CHECK(parsed(outbox.take_turn()).items == items{{"c", at_knee},
                                                    {"C", "/wails/payload/1", "b"},
                                                    {"N", "/wails/payload/2"},
                                                    {"n", "small"}});
    CHECK(outbox.parked_bytes() == above.size() + 70'000);
    CHECK(outbox.take_payload("1") == above);
    CHECK(outbox.take_payload("2") == std::string(70'000, 'e'));
    CHECK(outbox.parked_bytes() == 0);
    CHECK(outbox.parked_count() == 0);
}

TEST_CASE("a parked text is given away once", "[bridge]") {
    page_outbox outbox{{}, counted()};
    outbox.push_event(std::string(70'000, 'e'));
    CHECK_FALSE(outbox.take_payload("2"));
    CHECK(outbox.take_payload("1"));
    CHECK_FALSE(outbox.take_payload("1"));
}

TEST_CASE("a reload clears what waits and what is parked", "[bridge]") {
    page_outbox outbox{{}, counted()};
    outbox.push_event(std::string(70'000, 'e'));
    outbox.push_event("small");
    outbox.start_page("next");
    CHECK(outbox.is_empty());
    CHECK(outbox.waiting_bytes() == 0);
    CHECK(outbox.parked_bytes() == 0);
    CHECK_FALSE(outbox.take_payload("1"));
}

TEST_CASE("the addresses of parked texts cannot be guessed", "[bridge]") {
    std::set<std::string> seen;
    for (int i = 0; i < 1'000; ++i) {
        const auto id = page_outbox::random_payload_id();
        CHECK(id.size() == 32);
        CHECK(id.find_first_not_of("0123456789abcdef") == id.npos);
        seen.insert(id);
    }
    CHECK(seen.size() == 1'000);
}

TEST_CASE("a page that takes nothing makes events refused and calls overloaded", "[bridge]") {
    page_outbox outbox{{.waiting_bytes_max = 1'000, .reserve_bytes = 1'000}};
    while (outbox.push_event("{}") == push_outcome::queued) {}
    CHECK(outbox.refused_count() == 1);
    CHECK(outbox.waiting_bytes() <= 1'000);

    CHECK(outbox.push_callback(callback("main.App.Greet-p-1", "[1,2,3]")) ==
          push_outcome::replaced);
    CHECK(outbox.replaced_count() == 1);
    const auto last = parsed(outbox.take_turn()).items.back();
    CHECK(last == std::vector<std::string>{
                      "c", R"({"result":null,"error":"the answer of )" +
                               std::to_string(callback("main.App.Greet-p-1", "[1,2,3]").size()) +
                               R"( bytes found no room on its way to the page",)"
                               R"("callbackid":"main.App.Greet-p-1","code":"overloaded"})"});
    CHECK(outbox.push_event("{}") == push_outcome::queued);
}

TEST_CASE("even the reserve for overloaded calls has an end", "[bridge]") {
    page_outbox outbox{{.waiting_bytes_max = 1'000, .reserve_bytes = 1'000}};
    while (outbox.push_event("{}") == push_outcome::queued) {}
    int replaced = 0;
    while (outbox.push_callback(callback("x", "1")) == push_outcome::replaced) ++replaced;
    CHECK(replaced >= 3);
    CHECK(outbox.waiting_bytes() <= 2'000);
}

TEST_CASE("a full outbox says so before an event is lost", "[bridge]") {
    page_outbox outbox{{.waiting_bytes_max = 0}};
    CHECK(outbox.is_full());
    page_outbox roomy;
    CHECK_FALSE(roomy.is_full());
}

TEST_CASE("parked texts are bounded in number and in bytes", "[bridge]") {
    page_outbox few{{.inline_bytes_max = 10, .parked_max = 2}, counted()};
    CHECK(few.push_event(std::string(20, 'e')) == push_outcome::parked);
    CHECK(few.push_event(std::string(20, 'e')) == push_outcome::parked);
    CHECK(few.push_event(std::string(20, 'e')) == push_outcome::refused);
    CHECK(few.push_callback(big_callback("x", 20)) == push_outcome::replaced);
    few.take_payload("1");
    CHECK(few.push_callback(big_callback("x", 20)) == push_outcome::parked);

    page_outbox small{{.inline_bytes_max = 10, .parked_bytes_max = 100}, counted()};
    CHECK(small.push_event(std::string(101, 'e')) == push_outcome::refused);
    CHECK(small.push_event(std::string(100, 'e')) == push_outcome::parked);
    CHECK(small.push_event(std::string(11, 'e')) == push_outcome::refused);
    CHECK(small.parked_bytes() == 100);
}

TEST_CASE("sixteen mebibytes pass the outbox untouched", "[bridge]") {
    page_outbox outbox{{}, counted()};
    auto text = big_callback("x", 16u << 20);
    const auto expected = text;
    const auto* bytes = text.data();
    const auto outcome = outbox.push_callback(std::move(text));
    CHECK(outcome == push_outcome::parked);
    const auto got = outbox.take_payload("1");
    REQUIRE(got);
    CHECK(got->data() == bytes);
    CHECK(*got == expected);
}

TEST_CASE("news of a served call that is taken back goes into the reserve", "[bridge]") {
    page_outbox outbox{{.waiting_bytes_max = 1'000, .reserve_bytes = 1'000}};
    while (outbox.push_event("{}") == push_outcome::queued) {}
    CHECK(outbox.push_callback(R"({"item":1,"live":"item","request":"7"})") ==
          push_outcome::refused);
    const std::string cancel = R"({"live":"cancel","request":"7"})";
    CHECK(outbox.push_callback(cancel) == push_outcome::queued);
    CHECK(parsed(outbox.take_turn()).items.back() == std::vector<std::string>{"c", cancel});
}

TEST_CASE("the address of a large call that the page serves comes with its number", "[bridge]") {
    page_outbox outbox{{}, counted()};
    outbox.push_callback(R"({"args":[")" + std::string(70'000, 'x') +
                         R"("],"live":"call","request":"7"})");
    CHECK(parsed(outbox.take_turn()).items == items{{"C", "/wails/payload/1", "", "7"}});
}

TEST_CASE("the number of a served call stands at the very end", "[bridge]") {
    CHECK(served_request_of(R"({"live":"cancel","request":"7"})") == "7");
    CHECK(served_request_of(R"({"args":["\"request\":\"8\""],"live":"call","request":"7"})") ==
          "7");
    for (auto text : {"", "\"}", "7\"}", R"("request":"7"})", R"({"a":1,"request":""})",
                      R"({"a":1,"request":"x7"})", R"({"a":1,"request":"7"},)",
                      R"({"request":"7"})", R"({"result":1,"error":null,"callbackid":"7"})"}) {
        CAPTURE(text);
        CHECK(served_request_of(text).empty());
    }
}

TEST_CASE("the callback id is found in what the broker writes", "[bridge]") {
    CHECK(callback_id_of(callback("main.App.Greet-p-1", "[1]")) == "main.App.Greet-p-1");
    CHECK(callback_id_of(R"({"result":null,"error":"no","callbackid":"x","code":"denied"})") ==
          "x");
    CHECK(callback_id_of(
              R"({"result":null,"error":"a \"quoted\\","callbackid":"x","data":{"a":1}})") == "x");
}

TEST_CASE("no callback id is found where a plugin has written one", "[bridge]") {
    CHECK(callback_id_of(R"({"result":{"callbackid":"fake"},"error":null,"callbackid":"x"})") ==
          "x");
    CHECK(callback_id_of(
              R"({"result":null,"error":"e","callbackid":"x","data":{"callbackid":"fake"}})") ==
          "x");
    CHECK(callback_id_of(R"({"result":null,"error":"\",\"callbackid\":\"fake\"}",)"
                         R"("callbackid":"x","code":"c"})") == "x");
    for (auto text : {"", "{}", "\"}", "x", R"("callbackid":"x")", R"({"result":null,"error":"a)",
                      R"({"result":null,"error":"a","callbackid":"x)",
                      R"({"result":"\"callbackid\":\"x"})", R"({"callbackid":"a\"}"})"}) {
        CAPTURE(text);
        CHECK(callback_id_of(text).empty());
    }
}
