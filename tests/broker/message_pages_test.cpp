// SPDX-License-Identifier: MIT
//
// message_pages_test — a page without a channel: what goes along its calls, and what it offers, all
// of it through its host.
#include "tests/broker/fake_peer.hpp"
#include "tests/support/catch.hpp"

#include <fairlead/wire/limits.hpp>

using namespace fairlead;
using namespace fairlead::tests;
using Catch::Matchers::Contains;
using Catch::Matchers::StartsWith;
using wire::frame_kind;
namespace flag = wire::frame_flag;

namespace {

constexpr auto window = wire::item_window_bytes;

/// A page of the host, generation 5, that has called with a stream among its arguments.
struct message_house : routing_house {
    request_id id;
    message_house() {
        offer(plugin, "main.App.Count", 7);
        ready(plugin);
        call_it("x");
        id = plugin.take().header.request;
    }
    void call_it(std::string const& callback_id) {
        say(host,
            {.kind = frame_kind::invoke,
             .flags = flag::takes_items | flag::takes_progress,
             .aux = 5},
            R"(C{"name":"main.App.Count","args":[{"$stream":1}],"callbackID":")" + callback_id +
                "\"}");
    }
    void page_says(std::string_view text, std::uint64_t document = 5) {
        invoke(host, text, document);
    }
    /// The text of the page's next callback.
    std::string told(std::uint64_t document = 5) {
        const auto frame = host.take();
        CHECK(frame.header.kind == frame_kind::callback);
        CHECK(frame.header.aux == document);
        return frame.payload;
    }
    void page_offers(std::string const& name, std::uint64_t document = 5) {
        page_says(R"(FO{"name":")" + name + R"(","handler":3,"callbackID":"offer"})", document);
    }
    void forget(std::uint64_t document) {
        say(host, {.kind = frame_kind::forget, .aux = document});
    }
};

/// The number in what it was told.
std::string request_in(std::string const& text) {
    const auto at = text.find("\"request\":\"") + 11;
    return text.substr(at, text.find('"', at) - at);
}

}  // namespace

TEST_CASE("a page by messages is told of items, progress and credit as text", "[broker][live]") {
    message_house house;
    house.item(house.plugin, house.id, 0, "[1]");
    CHECK(house.told() == R"({"live":"item","item":[1],"cost":35,"callbackid":"x"})");
    house.progress(house.plugin, house.id, "0.5");
    CHECK(house.told() == R"({"live":"progress","progress":0.5,"callbackid":"x"})");
    CHECK(house.host.last_key >= 0x8000'0000u);
    house.credit(house.plugin, house.id, 1, 9);
    CHECK(house.told() ==
          R"({"live":"credit","stream":1,"bytes":9,"last":false,"callbackid":"x"})");
    house.result(house.plugin, house.id, "null");
    CHECK(house.told() == R"({"result":null,"error":null,"callbackid":"x"})");
}

TEST_CASE("a page that knows answers alone is told of nothing else", "[broker][live]") {
    message_house house;
    house.invoke(house.host, R"(C{"name":"main.App.Count","callbackID":"plain"})", 5);
    const auto plain = house.plugin.take().header.request;
    house.progress(house.plugin, plain, "1");
    house.credit(house.plugin, plain, 1, 9);
    CHECK(house.host.frames.empty());
    house.item(house.plugin, plain, 0, "1");
    CHECK_THAT(house.told(), Contains("takes none"));
}

TEST_CASE("what such a page says along its call reaches the plugin as frames", "[broker][live]") {
    message_house house;
    house.credit(house.plugin, house.id, 1, window);
    house.told();
    house.page_says(R"(FI{"callbackID":"x","stream":1,"item":[7]})");
    auto frame = house.plugin.take();
    CHECK(frame.header.kind == frame_kind::item);
    CHECK(frame.header.request == house.id);
    CHECK(frame.header.route == route_id{1});
    CHECK(frame.payload == "[7]");
    house.page_says(R"(FK{"callbackID":"x","stream":0,"bytes":100})");
    frame = house.plugin.take();
    CHECK(frame.header.kind == frame_kind::credit);
    CHECK(frame.header.aux == 100);
    house.page_says(R"(FL{"callbackID":"x","stream":1,"code":"app-error","message":"dry"})");
    frame = house.plugin.take();
    CHECK(frame.header.flags == flag::last);
    CHECK(frame.code() == errc::app_error);
    CHECK(frame.message() == "dry");
    house.page_says(R"(FX{"callbackID":"x"})");
    CHECK(house.plugin.take().header.kind == frame_kind::cancel);
    CHECK_THAT(house.told(), Contains(R"("code":"cancelled")"));
    CHECK(house.counters.cancelled == 1);
}

TEST_CASE("only the page that called means its call", "[broker][live]") {
    message_house house;
    house.page_says(R"(FX{"callbackID":"x"})", 6);
    house.invoke(house.host2, R"(FX{"callbackID":"x"})", 5);
    house.page_says(R"(FX{"callbackID":"y"})");
    CHECK(house.plugin.frames.empty());
    house.call_it("y");
    const auto other = house.plugin.take().header.request;
    house.page_says(R"(FX{"callbackID":"y"})");
    CHECK(house.plugin.take().header.request == other);
    CHECK(house.plugin.frames.empty());
}

TEST_CASE("a page that oversteps its window loses the call, and its host stays", "[broker][live]") {
    message_house house;
    house.page_says(R"(FI{"callbackID":"x","stream":1,"item":[7]})");
    CHECK_FALSE(house.host.cut_because);
    CHECK(house.plugin.take().header.kind == frame_kind::cancel);
    CHECK_THAT(house.told(), Contains("protocol-error") && Contains("beyond the window"));
}

TEST_CASE("what cannot be read is told to the page's developer", "[broker][live]") {
    message_house house;
    house.page_says(R"(FX{"callbackID":1})");
    const auto log = house.host.take();
    CHECK(log.header.kind == frame_kind::log);
    CHECK(log.payload == R"(FX: "callbackID" is not a string)");
    house.invoke(house.page, R"(FX{"callbackID":"x"})", 3);
    CHECK_THAT(house.page.take().payload, Contains("a page with a channel"));
}

TEST_CASE("a page without a channel offers functions", "[broker][live]") {
    message_house house;
    house.page_offers("page.add");
    CHECK(house.told() == R"({"result":null,"error":null,"callbackid":"offer"})");
    house.call_live(house.tool, 1, "page.add", "[1]");
    const auto call = house.told();
    CHECK_THAT(call, StartsWith(R"({"args":[1],"live":"call","handler":3,"takes":6,)"));
    const auto request = request_in(call);
    house.page_says(R"(FP{"request":")" + request + R"(","progress":0.5})");
    CHECK(house.tool.take().payload == "0.5");
    house.page_says(R"(FI{"request":")" + request + R"(","stream":0,"item":2})");
    CHECK(house.tool.take().payload == "2");
    house.credit(house.tool, request_id{1}, 0, 50);
    CHECK_THAT(house.told(), Contains(R"("live":"credit")") && Contains(R"("bytes":50)"));

    SECTION("and answers") {
        house.page_says(R"(FR{"request":")" + request + R"(","result":[3]})");
        const auto result = house.tool.take();
        CHECK(result.header.kind == frame_kind::result);
        CHECK(result.payload == "[3]");
    }
    SECTION("and throws") {
        house.page_says(R"(FE{"request":")" + request +
                        R"(","code":"app-error","message":"é","data":{"type":"E"}})");
        const auto error = house.tool.take();
        CHECK(error.code() == errc::app_error);
        CHECK(error.message() == "é");
        CHECK(error.data() == R"({"type":"E"})");
    }
    SECTION("and is told that it is not wanted") {
        house.say(house.tool, {.kind = frame_kind::cancel, .request = request_id{1}});
        CHECK(house.told() == R"({"live":"cancel","request":")" + request + "\"}");
    }
    SECTION("and may break a rule: that ends the call alone") {
        house.page_says(R"(FI{"request":")" + request + R"(","stream":0,"item":")" +
                        std::string(window, 'x') + "\"}");
        house.tool.take();
        house.page_says(R"(FI{"request":")" + request + R"(","stream":0,"item":2})");
        CHECK(house.tool.take().code() == errc::protocol_error);
        CHECK_THAT(house.told(), Contains(R"("live":"cancel")"));
        CHECK_FALSE(house.host.cut_because);
    }
    SECTION("until it takes them back") {
        house.page_says(R"(FW{"name":"page.add","callbackID":"w"})");
        CHECK_THAT(house.told(), Contains(R"("callbackid":"w")"));
        house.call(house.tool, 2, "page.add");
        CHECK(house.tool.take().code() == errc::no_such_method);
    }
    SECTION("until it is gone") {
        house.forget(5);
        CHECK(house.tool.take().code() == errc::backend_gone);
        house.call(house.tool, 2, "page.add");
        CHECK(house.tool.take().code() == errc::no_such_method);
        house.host.frames.clear();
        house.page_offers("page.add", 6);
        CHECK_THAT(house.told(6), Contains(R"("error":null)"));
    }
    SECTION("until its host is gone") {
        house.gone(house.host);
        CHECK(house.tool.take().code() == errc::backend_gone);
    }
}

TEST_CASE("a document that goes another way has its names there at once", "[broker][live]") {
    message_house house;
    house.page_offers("page.add");
    house.told();
    fake_peer channel{wire::peer_role::page, "window#5", 55};
    channel.self.papers = {house.host.self.id, generation{5}, {}};
    house.offer(channel, "page.add", 9);
    house.call(house.tool, 1, "page.add");
    CHECK(channel.take().header.route == route_id{9});
    house.page_offers("page.add");
    CHECK_THAT(house.told(), Contains(R"("error":null)"));
    house.call(house.tool, 2, "page.add");
    CHECK_THAT(house.told(), Contains(R"("live":"call")"));
    // Another document's are not its own.
    fake_peer other{wire::peer_role::page, "window#6", 56};
    other.self.papers = {house.host.self.id, generation{6}, {}};
    house.say_named(other, {.kind = frame_kind::offer, .request = request_id{1}, .aux = 1},
                    "page.add");
    CHECK(other.take().code() == errc::denied);
}

TEST_CASE("names that such pages have made stay counted when they go", "[broker][live]") {
    message_house house;
    for (std::uint64_t document = 5; document < 8; ++document) {
        house.page_offers("page." + std::to_string(document), document);
        house.told(document);
        house.forget(document);
    }
    CHECK(house.host.self.use.used(routing::resource::names) == 3);
}

TEST_CASE("its offers are judged like those of any page", "[broker][live]") {
    message_house house;
    house.page_offers("fairlead.list");
    CHECK_THAT(house.told(), Contains(R"("code":"denied")") && Contains("not for pages"));
    house.page_offers("main.App.Count");
    CHECK_THAT(house.told(), Contains("offered by plugin 'greeter'"));
    house.page_says(R"(FO{"name":"a\nb","handler":3,"callbackID":"n"})");
    CHECK_THAT(house.told(), Contains(R"("code":"bad-arguments")"));
    house.page_offers("late");
    house.told();
    house.offer(house.plugin, "late", 1);
    house.call(house.tool, 1, "late");
    CHECK(house.plugin.take().header.kind == frame_kind::call);
}

TEST_CASE("arguments of such a function come as text, and bytes do not", "[broker][live]") {
    message_house house;
    house.page_offers("page.sum");
    house.told();
    house.call_live(house.tool, 1, "page.sum", R"([{"$stream":1}])");
    const auto request = request_in(house.told());
    house.page_says(R"(FK{"request":")" + request + R"(","stream":1,"bytes":1000})");
    CHECK(house.tool.take().header.kind == frame_kind::credit);
    house.item(house.tool, request_id{1}, 1, "4");
    CHECK(house.told() ==
          R"({"item":4,"live":"item","stream":1,"cost":33,"request":")" + request + "\"}");
    const std::string table{"\x0c\0\0\0\x01\0\0\0\0\0\0\0\0\0\0\0\x01\0\0\0\0\0\0\0{\"$bytes\":0}x",
                            8 + 16 + 12 + 1};
    house.item(house.tool, request_id{1}, 1, table, flag::binary);
    CHECK(house.tool.take().code() == errc::bad_arguments);
    CHECK_THAT(house.told(), Contains(R"("live":"cancel")"));

    std::string named{wire::as_text(wire::encode_name_length("page.sum"))};
    named.append("page.sum").append(table);
    house.say(
        house.tool,
        {.kind = frame_kind::call, .flags = flag::named | flag::binary, .request = request_id{2}},
        named);
    const auto refused = house.tool.take();
    CHECK(refused.code() == errc::bad_arguments);
    CHECK_THAT(refused.message(), Contains("page.sum") && Contains("base64"));
    CHECK(house.host.frames.empty());
}

TEST_CASE("arguments that do not go through a ring are too large for such a page",
          "[broker][live]") {
    message_house house;
    house.page_offers("page.sum");
    house.told();
    // No JSON beside the table: it is what is attached.
    const std::string table{"\0\0\0\0\x01\0\0\0\0\0\0\0\0\0\0\0\x01\0\0\0\0\0\0\0x", 8 + 16 + 1};
    std::string named{wire::as_text(wire::encode_name_length("page.sum"))};
    named.append("page.sum").append(table);
    house.say(
        house.tool,
        {.kind = frame_kind::call, .flags = flag::named | flag::binary, .request = request_id{2}},
        named);
    const auto refused = house.tool.take();
    CHECK(refused.code() == errc::too_large);
    CHECK_THAT(refused.message(), Contains("page.sum") && Contains("262144 bytes"));
    CHECK(house.host.frames.empty());
}

TEST_CASE("an answer of such a page that is no answer ends the call", "[broker][live]") {
    message_house house;
    house.page_offers("page.add");
    house.told();
    house.call(house.tool, 1, "page.add");
    const auto request = request_in(house.told());
    house.page_says(R"(FR{"request":")" + request + R"(","result":})");
    CHECK(house.host.take().header.kind == frame_kind::log);
    const auto error = house.tool.take();
    CHECK(error.code() == errc::protocol_error);
    CHECK_THAT(error.message(), Contains("FR: "));
}

TEST_CASE("an item of such a page that is no item ends the call", "[broker][live]") {
    message_house house;
    house.credit(house.plugin, house.id, 1, window);
    house.told();
    house.page_says(R"(FI{"callbackID":"x","stream":1,"item":})");
    CHECK(house.host.take().header.kind == frame_kind::log);
    CHECK_THAT(house.told(), Contains(R"("code":"protocol-error")"));
    CHECK(house.plugin.take().header.kind == frame_kind::cancel);
}

TEST_CASE("an offer of such a page that is no offer is refused", "[broker][live]") {
    message_house house;
    house.page_says(R"(FO{"callbackID":"offer","name":"page.add","handler":-1})");
    CHECK(house.host.take().header.kind == frame_kind::log);
    CHECK_THAT(house.told(), Contains(R"("callbackid":"offer","code":"bad-arguments")"));
}

TEST_CASE("a call that its host cannot take is overloaded", "[broker][live]") {
    message_house house;
    house.page_offers("page.add");
    house.told();
    house.host.answer = routing::push_result::full;
    house.call(house.tool, 1, "page.add");
    const auto error = house.tool.take();
    CHECK(error.code() == errc::overloaded);
    CHECK_THAT(error.message(), Contains("window#5") && Contains("page.add"));
    CHECK_FALSE(house.host.cut_because);
}

TEST_CASE("a host that does not take the answers of its page's offers is cut", "[broker][live]") {
    message_house house;
    house.host.answer = routing::push_result::full;
    house.page_offers("page.add");
    REQUIRE(house.host.cut_because);
    CHECK(house.host.cut_because->first == errc::overloaded);
}
