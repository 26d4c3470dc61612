// SPDX-License-Identifier: MIT
//
// permissions_test — rules of wails.json at the broker: who is let, who is refused, and what is
// told of it.
#include "broker/config/app_config.hpp"
#include "broker/policy/sentences.hpp"
#include "tests/broker/fake_peer.hpp"
#include "tests/support/catch.hpp"
#include "tests/support/counting_new.hpp"

using namespace fairlead;
using namespace fairlead::tests;
using namespace fairlead::broker::config;
using Catch::Matchers::Contains;
using Catch::Matchers::EndsWith;
using wire::frame_kind;
namespace policy = broker::policy;

namespace {

std::string manifest(std::string_view permissions) {
    return R"({"name":"a","fairlead":{"window":{"bindingsAllowedOrigins":["https://*.example.org",
               "http://localhost:*"]},"plugins":[{"name":"greeter","exec":"g"},
               {"name":"files","exec":"f"}],"permissions":)" +
           std::string{permissions} + "}}";
}

policy::policy policy_of(std::string_view permissions) {
    auto app = parse_app_config(manifest(permissions), "wails.json");
    return {app.permissions, app.allowed_origins};
}

std::string complaint_about(std::string_view permissions) {
    try {
        policy_of(permissions);
    } catch (config_error const& error) {
        return error.what();
    }
    return "(none)";
}

/// "yes" or "no", and the rule.
std::string ask(policy::policy const& rules, std::string_view subject, action what,
                std::string_view name, std::string_view plugin = {}) {
    const auto who = parse_subject(subject).value();
    const auto stands = rules.of(policy::identity_of(who));
    const policy::question asked{what, name, plugin};
    const auto said = decide(stands, asked);
    return (said.allowed ? "yes: " : "no: ") + rule_text(stands, said, asked);
}

bool may(policy::policy const& rules, std::string_view subject, action what, std::string_view name,
         std::string_view plugin = {}) {
    return ask(rules, subject, what, name, plugin).starts_with("yes");
}

/// A dispatcher with rules; all of its peers have come.
struct guarded_house : routing_house {
    explicit guarded_house(std::string_view permissions)
        : routing_house{policy::gate{policy_of(permissions)}} {
        for (auto* one : {&plugin, &other, &tool, &host, &host2, &page})
            dispatcher.on_come(one->self);
    }
    /// What `who` is answered with.
    fake_frame answer_to_call(fake_peer& who, std::string_view name) {
        call(who, ++last_, name);
        return who.take();
    }
    fake_frame answer_to_subscription(fake_peer& who, std::string_view topic) {
        say_named(who, {.kind = frame_kind::subscribe, .request = request_id{++last_}}, topic);
        return who.take();
    }
    void shows(fake_peer& who, std::string const& origin) { invoke(who, 'O' + origin, 5); }

private:
    std::uint64_t last_ = 100;
};

}  // namespace

TEST_CASE("without permissions the app's pages, plugins and tools may do all", "[permissions]") {
    const auto rules = policy_of("{}");
    CHECK(ask(rules, "page", action::call, "x") ==
          "yes: no permission speaks of it: allowed by default");
    for (auto const* subject : {"page", "plugin greeter", "tool", "page https://a.example.org"})
        CHECK(rules.of(policy::identity_of(parse_subject(subject).value())).is_free());
    CHECK(ask(rules, "page https://evil.net", action::call, "x") ==
          "no: window.bindingsAllowedOrigins does not name this origin");
    CHECK_FALSE(may(rules, "page https://a.b.example.org", action::hear, "x"));
}

TEST_CASE("a list names all that is allowed, and a refusal counts wherever it stands",
          "[permissions]") {
    const auto rules = policy_of(
        R"({"page":{"call":["main.App.*","!main.App.Reset","ping"],"hear":[]},
            "plugin greeter":{"call":["@files","fairlead.dialog.*"]},
            "tool":{"call":["*","!@files"]}})");
    CHECK(ask(rules, "page", action::call, "main.App.Greet") ==
          R"(yes: permissions["page"].call allows "main.App.*")");
    CHECK(ask(rules, "page", action::call, "main.App.Reset") ==
          R"(no: permissions["page"].call refuses "!main.App.Reset")");
    CHECK(ask(rules, "page", action::call, "pings") ==
          R"(no: permissions["page"].call does not list it)");
    CHECK(may(rules, "page", action::emit, "anything"));
    CHECK_FALSE(may(rules, "page", action::hear, "anything"));
    CHECK(may(rules, "page https://a.example.org", action::call, "main.App.Reset"));
    CHECK(may(rules, "plugin greeter", action::call, "read", "files"));
    CHECK_FALSE(may(rules, "plugin greeter", action::call, "read", "notes"));
    CHECK_FALSE(may(rules, "plugin greeter", action::call, "read"));
    CHECK(may(rules, "plugin greeter", action::call, "fairlead.dialog.open-file"));
    CHECK(may(rules, "plugin files", action::call, "fairlead.window.show"));
    CHECK(may(rules, "tool", action::call, "x", "greeter"));
    CHECK_FALSE(may(rules, "tool", action::call, "x", "files"));
}

TEST_CASE("of several subjects the most specific counts, and it alone", "[permissions]") {
    const auto rules = policy_of(
        R"({"page":{"call":["own"]}, "page @second":{"emit":["e"]},
            "page https://*.example.org":{"call":["star"]},
            "page https://docs.example.org":{"call":["docs"]},
            "page https://*.example.org @second":{"call":["second"]},
            "plugin *":{"call":["any"]}, "plugin files":{"call":["files"]}})");
    CHECK(may(rules, "page", action::call, "own"));
    CHECK(may(rules, "page @second", action::call, "whatever"));
    CHECK_FALSE(may(rules, "page @second", action::emit, "f"));
    CHECK(may(rules, "page https://a.example.org", action::call, "star"));
    CHECK(may(rules, "page https://docs.example.org", action::call, "docs"));
    CHECK_FALSE(may(rules, "page https://docs.example.org", action::call, "star"));
    CHECK(may(rules, "page https://docs.example.org @second", action::call, "second"));
    CHECK(may(rules, "plugin greeter", action::call, "any"));
    CHECK_FALSE(may(rules, "plugin files", action::call, "any"));
}

TEST_CASE("what can never apply is an error that says what may", "[permissions][config]") {
    const std::pair<char const*, char const*> wrong[] = {
        {R"({"pages":{}})", "fairlead.permissions[\"pages\"]: is no subject: \"page\""},
        {R"({"page  x":{}})", "is no subject"},
        {R"({"plugin notes":{}})", "there is no plugin 'notes': there are greeter, files"},
        {R"({"page ftp://x":{}})", "'ftp://x' is no origin"},
        {R"({"page https://evil.net":{}})", "name it in fairlead.window.bindingsAllowedOrigins"},
        {R"({"page":{"calls":[]}})", "is none of call, emit, hear, offer"},
        {R"({"page":{"call":"x"}})", "permissions[\"page\"].call: must be an array"},
        {R"({"page":{"call":["a*b"]}})", "call[0]: must be 1 to 512 bytes"},
        {R"({"page":{"call":[""]}})", "call[0]: must be 1 to 512 bytes"},
        {R"({"page":{"call":["!"]}})", "call[0]: must be 1 to 512 bytes"},
        {R"({"page":{"call":["@nots"]}})", "there is no plugin 'nots': there are greeter"},
        {R"({"page":{"call":["a","a"]}})", "call[1]: stands there twice"},
        {R"({"page":{"call":["!a"]}})", "begin with \"*\""},
        {R"({"page":{"emit":["fairlead/x"]}})", "nobody emits them"},
        {R"({"tool":{"offer":["x"]}})", "it never offers"},
        {R"({"page":{},"page":{}})", "stands there twice"},
        {R"([])", "fairlead.permissions: must be an object"},
    };
    for (auto const& [permissions, complaint] : wrong) {
        INFO(permissions);
        CHECK_THAT(complaint_about(permissions), Contains("wails.json: ") && Contains(complaint));
    }
    CHECK(complaint_about(R"({"page":{"call":["@g*","!@files",":wails:*"],"offer":["@x"]}})") ==
          "(none)");
}

TEST_CASE("a line is given that would have allowed it", "[permissions]") {
    const auto rules = policy_of(R"({"page":{"call":["a","!b*"]}})");
    const auto stands = rules.of({.kind = subject_kind::page});
    const policy::question c{action::call, "c"}, bc{action::call, "bc"};
    CHECK(remedy_text(stands, decide(stands, c), c) ==
          R"(add "c" to fairlead.permissions["page"].call in wails.json)");
    CHECK(line_text(stands, decide(stands, c), c) == R"("page": { "call": ["a", "!b*", "c"] })");
    CHECK(line_text(stands, decide(stands, bc), bc) == R"("page": { "call": ["a", "bc"] })");
}

TEST_CASE("a page is refused a call, and its others go on", "[broker][permissions]") {
    guarded_house house{R"({"page":{"call":["main.App.Greet"]}})"};
    const auto greet = house.offer(house.plugin, "main.App.Greet", 1);
    const auto reset = house.offer(house.plugin, "main.App.Reset", 2);
    house.ready(house.plugin);
    const auto no = house.answer_to_call(house.page, "main.App.Reset");
    CHECK(no.code() == errc::denied);
    CHECK(no.message() ==
          R"(page 'window2#3' (page) may not call 'main.App.Reset': permissions["page"].call )"
          R"(does not list it; add "main.App.Reset" to fairlead.permissions["page"].call in )"
          "wails.json");
    for (int i = 0; i < 3; ++i) {
        house.call(house.page, 1, reset);  // By number, too, and again.
        CHECK(house.page.take().code() == errc::denied);
        CHECK(house.plugin.frames.empty());
        house.call(house.page, 2, greet);
        const auto call = house.plugin.take();
        CHECK(call.header.kind == frame_kind::call);
        house.result(house.plugin, call.header.request, "1");
        CHECK(house.page.take().payload == "1");
    }
    CHECK(house.page.frames.empty());
    CHECK(house.counters.denied == 4);
    CHECK(house.counters.errors == 4);
    house.call(house.other, 3, reset);
    CHECK(house.plugin.take().header.kind == frame_kind::call);
}

TEST_CASE("so is one that speaks through its host, which itself is free", "[broker][permissions]") {
    guarded_house house{R"({"page":{"call":["main.*"],"emit":["ok"],"hear":["ok"],"offer":[]}})"};
    house.offer(house.plugin, "files.Remove", 1);
    house.ready(house.plugin);
    house.invoke(house.host, R"(C{"name":"files.Remove","callbackID":"x"})", 5);
    CHECK_THAT(house.host.take().payload, Contains(R"("code":"denied")") &&
                                              Contains(R"("callbackid":"x")") &&
                                              Contains("may not call 'files.Remove'"));
    CHECK(house.host.frames.empty());
    house.call(house.host, 1, "files.Remove");
    CHECK(house.plugin.take().header.kind == frame_kind::call);

    house.subscribe(house.other, "*");
    house.other.frames.clear();  // The last denial is kept.
    house.invoke(house.host, R"(EE{"name":"bad","data":[]})", 5);
    const auto log = house.host.take();
    CHECK(log.header.kind == frame_kind::log);
    CHECK_THAT(log.payload, Contains("may not emit 'bad'"));
    CHECK(house.other.take().name() == policy::denied_topic);
    house.invoke(house.host, R"(EE{"name":"ok","data":[]})", 5);
    CHECK(house.other.take().name() == "ok");
    house.emit(house.host, "bad");
    CHECK(house.other.take().name() == "bad");

    CHECK(house.answer_to_subscription(house.host, "bad").code() == errc::denied);
    CHECK(house.answer_to_subscription(house.host, "ok").header.kind == frame_kind::result);
    house.invoke(house.host, R"(FO{"name":"page.f","handler":1,"callbackID":"o"})", 5);
    CHECK_THAT(house.host.take().payload, Contains("may not offer 'page.f'"));
}

TEST_CASE("a page's number for a method is no way around", "[broker][permissions]") {
    guarded_house house{R"({"page":{"call":["*","!main.App.Reset"]}})"};
    house.offer(house.plugin, "main.App.Greet", 1);
    house.offer(house.plugin, "main.App.Reset", 2);
    house.ready(house.plugin);
    int refused = 0;
    for (int number = 0; number < 2; ++number) {
        house.invoke(house.host, R"(c{"id":)" + std::to_string(number) + R"(,"callbackID":"x"})",
                     5);
        if (house.host.frames.empty()) continue;
        const auto text = house.host.take().payload;
        refused += text.find("may not call 'main.App.Reset'") != text.npos ? 1 : 0;
    }
    CHECK(refused == 1);
    CHECK(house.plugin.frames.size() == 1);
}

TEST_CASE("rights go by the origin that the host shows", "[broker][permissions]") {
    guarded_house house{R"({"page https://docs.example.org":{"call":["search"],"hear":[]}})"};
    house.offer(house.plugin, "search", 1);
    house.offer(house.plugin, "save", 2);
    house.ready(house.plugin);
    const auto refused = [&](std::string const& name) {
        house.invoke(house.host, R"(C{"name":")" + name + R"(","callbackID":"x"})", 5);
        if (house.host.frames.empty()) return house.plugin.take(), false;
        CHECK_THAT(house.host.take().payload, Contains("\"denied\""));
        return true;
    };
    CHECK_FALSE(refused("save"));
    house.shows(house.host, "https://docs.example.org");
    CHECK(refused("save"));
    CHECK_FALSE(refused("search"));
    CHECK(house.answer_to_subscription(house.host, "tick").code() == errc::denied);
    house.shows(house.host, "https://evil.net");
    CHECK(refused("search"));
    house.shows(house.host, "");
    CHECK_FALSE(refused("save"));
    house.invoke(house.page, "Ohttps://docs.example.org", 3);  // A page cannot.
    CHECK(house.page.take().header.kind == frame_kind::log);
    CHECK(house.page.self.papers.origin == "wails://wails");
    house.shows(house.host, "wails://wails");
    CHECK(house.host.cut_because->first == errc::protocol_error);
}

TEST_CASE("plugins are refused peers and host functions", "[broker][permissions]") {
    guarded_house house{R"({"plugin files":{"call":["@greeter"]}})"};
    house.offer(house.plugin, "main.App.Greet", 1);
    house.offer(house.host, "fairlead.dialog.open-file", 1);
    house.ready(house.plugin);
    house.call(house.other, 1, "main.App.Greet");
    CHECK(house.plugin.take().header.kind == frame_kind::call);
    CHECK(house.answer_to_call(house.other, "fairlead.dialog.open-file").code() == errc::denied);
    CHECK(house.answer_to_call(house.other, "nothing.Of.That").code() == errc::denied);
    house.call(house.tool, 1, "fairlead.dialog.open-file");
    CHECK(house.host.take().header.kind == frame_kind::call);
}

TEST_CASE("a call that waits for a plugin is judged when that is there", "[broker][permissions]") {
    guarded_house house{R"({"tool":{"call":["@greeter"]}})"};
    house.dispatcher.on_plugin("greeter", routing::outlook::starting, house.now);
    house.call(house.tool, 1, "main.App.Greet");
    house.call(house.tool, 2, "files.Read");
    CHECK(house.tool.frames.empty());
    house.offer(house.plugin, "main.App.Greet", 1);
    house.ready(house.other);
    house.offer(house.other, "files.Read", 1);
    house.ready(house.plugin);
    CHECK(house.plugin.take().header.kind == frame_kind::call);
    const auto no = house.tool.take();
    CHECK(no.code() == errc::denied);
    CHECK(no.header.request == request_id{2});
    CHECK(house.tool.frames.empty());
    CHECK(house.other.frames.empty());
}

TEST_CASE("who hears every topic hears those that it may", "[broker][permissions]") {
    guarded_house house{
        R"({"tool":{"hear":["job/*","!job/secret"]},"plugin files":{"emit":["job/*"]}})"};
    house.subscribe(house.tool, "*");
    for (int i = 0; i < 2; ++i)
        for (auto const* topic : {"job/1", "job/secret", "log"}) house.emit(house.plugin, topic);
    CHECK(house.tool.take().name() == "job/1");
    CHECK(house.tool.take().name() == "job/1");
    CHECK(house.tool.frames.empty());
    CHECK(house.answer_to_subscription(house.tool, "log").code() == errc::denied);
    CHECK(house.answer_to_subscription(house.tool, "job/2").header.kind == frame_kind::result);
    house.emit(house.other, "log");
    CHECK(house.other.frames.empty());  // Nobody waits for an answer to an event.
    house.emit(house.other, "job/2");
    CHECK(house.tool.take().header.kind == frame_kind::event);
    CHECK(house.counters.denied == 2);
}

TEST_CASE("offers have a list, too", "[broker][permissions]") {
    guarded_house house{R"({"page":{"offer":["page.*"]},"plugin files":{"offer":["files.*"]}})"};
    house.say_named(house.page, {.kind = frame_kind::offer, .request = request_id{1}},
                    "main.App.X");
    CHECK(house.page.take().code() == errc::denied);
    CHECK(house.offer(house.page, "page.draw") != no_route);
    house.say_named(house.other, {.kind = frame_kind::offer, .request = request_id{1}},
                    "main.App.X");
    CHECK(house.other.take().code() == errc::denied);
}

TEST_CASE("denials are told to tools and plugins, not to pages, and not without end",
          "[broker][permissions]") {
    guarded_house house{R"({"page":{"call":["ok"]}})"};
    house.subscribe(house.tool, "fairlead/denied");
    CHECK(house.answer_to_subscription(house.page, "fairlead/denied").code() == errc::denied);
    house.tool.frames.clear();
    for (int i = 0; i < 100; ++i) house.answer_to_call(house.page, "bad");
    const auto told = house.tool.frames.size();
    CHECK(told >= 1);
    CHECK(told <= 5);
    house.tool.frames.clear();
    house.pass(std::chrono::seconds{2});
    house.answer_to_call(house.page, "bad");
    CHECK(house.tool.take().payload ==
          R"([{"who":"page 'window2#3'","subject":"page","action":"call","name":"bad",)"
          R"("rule":"permissions[\"page\"].call does not list it",)"
          R"("remedy":"add \"bad\" to fairlead.permissions[\"page\"].call in wails.json",)"
          R"("count":)" +
              std::to_string(101 - told) + "}]");
    CHECK(house.counters.denied == 102);

    guarded_house open{"{}"};
    CHECK(open.page.self.permits == nullptr);
    CHECK(open.answer_to_subscription(open.page, "fairlead/denied").code() == errc::denied);
}

TEST_CASE("what was asked once is answered without an allocation", "[broker][permissions]") {
    policy::gate gate{policy_of(R"({"page":{"call":["main.*"],"hear":["job/*"]},
                                    "tool":{"call":["@greeter"]}})")};
    const auto page = gate.book_for({.kind = subject_kind::page});
    const auto tool = gate.book_for({.kind = subject_kind::tool});
    CHECK(gate.book_for({.kind = subject_kind::plugin, .plugin = "greeter"}) == nullptr);
    std::size_t allowed = 0, before = 0;
    for (int i = 0; i < 1'001; ++i) {
        if (i == 1) before = allocations();
        allowed += gate.permits(*page, route_id{900}, {action::call, "main.App.Greet"}) ? 1 : 0;
        allowed += gate.permits(*page, route_id{901}, {action::hear, "other"}) ? 1 : 0;
        allowed += gate.permits(*page, no_route, {action::hear, "job/1"}) ? 1 : 0;
        allowed += gate.permits(*tool, route_id{900}, {action::call, "x", "greeter"}) ? 1 : 0;
    }
    CHECK(allocations() - before == 0);
    CHECK(allowed == 3 * 1'001);
}
