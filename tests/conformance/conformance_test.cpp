// SPDX-License-Identifier: MIT
//
// conformance — what every SDK must do, whatever it is written in: each case runs against a plugin
// in C++, one in C and one in Python.
#include "tests/conformance/conform_app.hpp"
#include "tests/support/catch.hpp"

#include <boost/json.hpp>

#include <unistd.h>

#include <csignal>
#include <future>
#include <set>

using namespace fairlead;
using namespace fairlead::tests;
using namespace std::chrono_literals;
using Catch::Matchers::Contains;

namespace {

struct each_app {
    std::string language = GENERATE(from_range(languages()));
    conform_app app{language};
};

/// A plugin that a test starts itself, as somebody at a terminal would.
struct by_hand : child {
    by_hand(std::string const& language, std::vector<std::string> args,
            std::map<std::string, std::string> environment = {})
        : child{{.program = conform_plugin(language),
                 .args = std::move(args),
                 .environment = with_library(std::move(environment))}} {}

    static std::map<std::string, std::string> with_library(
        std::map<std::string, std::string> environment) {
        environment.insert({"PYTHONPATH", python_path()});
        environment.insert({"FAIRLEAD_LIBRARY", FAIRLEAD_C_LIBRARY});
        return environment;
    }
};

std::string pattern(std::size_t size) {
    std::string all(size, '\0');
    for (std::size_t i = 0; i < size; ++i) all[i] = static_cast<char>(i * 31 >> 3);
    return all;
}

}  // namespace

TEST_CASE("a greeting", "[system][conformance]") {
    each_app each;
    CAPTURE(each.language);
    CHECK(each.app.text("conform.greet", R"(["Ada"])") == R"("Hello Ada!")");
    CHECK(each.app.text("conform.add", "[40,2]") == "42");
}

TEST_CASE("arguments that do not fit are told in the same words", "[system][conformance]") {
    each_app each;
    CAPTURE(each.language);
    auto& app = each.app;
    CHECK(app.text("conform.greet") ==
          "bad-arguments: error parsing arguments: received 0 arguments to method "
          "'conform.greet', expected 1");
    CHECK_THAT(app.text("conform.greet", "[1]"),
               Contains("bad-arguments: error parsing arguments: argument 1: expected a string, "
                        "got a number"));
    CHECK_THAT(app.text("conform.add", R"([1,"2"])"),
               Contains("bad-arguments: error parsing arguments: argument 2: expected"));
    CHECK_THAT(app.text("conform.nothing"), Contains("no-such-method: "));
    CHECK(app.text("conform.add", "[1,2]") == "3");  // It serves on.
}

TEST_CASE("an error of the app carries its text and type", "[system][conformance]") {
    each_app each;
    CAPTURE(each.language);
    const auto failed = each.app.call("conform.fail", R"(["on purpose"])");
    REQUIRE_FALSE(failed.ok);
    CHECK(failed.why.code == errc::app_error);
    CHECK(failed.why.message == "on purpose");
    CHECK(boost::json::parse(failed.why.data).at("type") == "oops");
}

TEST_CASE("any JSON comes back as it went", "[system][conformance]") {
    each_app each;
    CAPTURE(each.language);
    for (std::string const value :
         {"null", "true", "[]", "{}", "-1.5", "9007199254740992", R"("")", R"("\"\\\/\b\f\n\r\t")",
          R"("Grüße, 世界 🪢 \u0000 \ud83e\uddf6")", R"({"a":[1,{"b":[[]]}],"":null})"}) {
        CAPTURE(value);
        const auto back = each.app.text("conform.echo", "[" + value + "]");
        CHECK(boost::json::parse(back) == boost::json::parse(value));
    }
    CHECK(each.app.text("conform.greet", R"(["Ægir 🪢"])") == R"("Hello Ægir 🪢!")");
}

TEST_CASE("4 MiB of text come back unharmed", "[system][conformance]") {
    each_app each;
    CAPTURE(each.language);
    std::string large = "\"";
    while (large.size() < (4u << 20)) large += "knots und Töne 🪢 ";
    large += '"';
    CHECK(each.app.text("conform.echo", "[" + large + "]") == large);
}

TEST_CASE("bytes go both ways, small and large", "[system][conformance]") {
    each_app each;
    CAPTURE(each.language);
    for (const std::size_t size : {0u, 1u, 1'000u, 40'000u, 4u << 20}) {
        CAPTURE(size);
        auto data = pattern(size);
        const bytes sent[] = {bytes::copy_of(data)};
        const auto back = each.app.call("conform.reverse", R"([{"$bytes":0}])", patience(), sent);
        REQUIRE(back.ok);
        REQUIRE(back.attachments.size() == 1);
        CHECK(boost::json::parse(back.json) == boost::json::parse(R"({"$bytes":0})"));
        std::ranges::reverse(data);
        CHECK((wire::as_text(back.attachments[0].span()) == data));
    }
}

TEST_CASE("who cannot take bytes gets base64", "[system][conformance]") {
    each_app each;
    CAPTURE(each.language);
    auto host = each.app.broker.host();
    host.invoke(R"(C{"name":"conform.blob","args":[6],"callbackID":"b"})");
    CHECK_THAT(host.expect(wire::frame_kind::callback).payload, Contains(R"("result":"AAECAwQF")"));
}

TEST_CASE("a deadline ends a call, not the plugin", "[system][conformance]") {
    each_app each;
    CAPTURE(each.language);
    const auto late = each.app.call("conform.nap", "[1000]", 50ms);
    CHECK(late.why.code == errc::timeout);
    CHECK(each.app.text("conform.add", "[1,2]") == "3");
}

TEST_CASE("a call that is taken back ends at once, and the plugin serves on",
          "[system][conformance]") {
    each_app each;
    CAPTURE(each.language);
    CHECK(each.app.text("conform.add", "[1,2]") == "3");
    std::promise<errc> ended;
    const auto call =
        each.app.asker->call("conform.nap", "[1000]", {patience()},
                             [&](client::reply const& reply) { ended.set_value(reply.code); });
    each.app.asker->cancel(call);
    CHECK(ended.get_future().get() == errc::cancelled);
    CHECK(each.app.text("conform.add", "[1,2]") == "3");
}

TEST_CASE("slow calls do not hold up others", "[system][conformance]") {
    each_app each;
    CAPTURE(each.language);
    each.app.listen("conform/napped");
    std::promise<void> napped;
    each.app.asker->call("conform.nap", "[300]", {patience()},
                         [&](client::reply const&) { napped.set_value(); });
    auto done = napped.get_future();
    CHECK(each.app.text("conform.add", "[1,2]") == "3");
    CHECK(done.wait_for(0s) == std::future_status::timeout);
    REQUIRE(done.wait_for(patience()) == std::future_status::ready);
    CHECK(each.app.next_event() == R"(["slept"])");
}

TEST_CASE("events go both ways", "[system][conformance]") {
    each_app each;
    CAPTURE(each.language);
    CHECK(each.app.text("conform.pid") != "0");  // It listens since it is ready.
    each.app.listen("conform/out");
    each.app.listen("knots/Ærøskøbing");
    CHECK(each.app.text("conform.shout", R"(["knots/Ærøskøbing",{"tied":[1,true,"🪢"]}])") ==
          "null");
    CHECK(boost::json::parse(each.app.next_event()) ==
          boost::json::parse(R"([{"tied":[1,true,"🪢"]}])"));
    for (int i = 0; i < 100; ++i) each.app.asker->emit("conform/in", "[" + std::to_string(i) + "]");
    std::set<std::string> heard;
    for (int i = 0; i < 100; ++i) heard.insert(each.app.next_event());
    CHECK(heard.size() == 100);
}

TEST_CASE("a handler hears that its call was taken back, or its time is over",
          "[system][conformance]") {
    each_app each;
    CAPTURE(each.language);
    auto& app = each.app;
    CHECK(app.text("conform.add", "[1,2]") == "3");
    app.listen("conform/napped");
    CHECK(app.call("conform.nap", "[3600000]", 300ms).why.code == errc::timeout);
    CHECK(app.next_event() == R"(["cancelled"])");

    const auto call = app.asker->call("conform.nap", "[3600000]", {}, [](client::reply const&) {});
    CHECK(app.text("conform.pid") != "0");  // By another thread: the nap has begun.
    app.asker->cancel(call);
    CHECK(app.next_event() == R"(["cancelled"])");
}

TEST_CASE("plugins call others, and hear how that ended", "[system][conformance]") {
    each_app each;
    CAPTURE(each.language);
    auto& app = each.app;
    std::optional<client::responder> kept;
    auto other = client::connection::connect(
        {.socket = app.broker.socket(), .role = wire::peer_role::plugin, .name = "other"});
    other->offer("other.echo", [](client::incoming_call&& call) { call.answer.result(call.args); });
    other->offer("other.fail",
                 [](client::incoming_call&& call) { call.answer.error(errc::denied, "not you"); });
    other->offer("other.never",
                 [&](client::incoming_call&& call) { kept = std::move(call.answer); });
    other->ready();
    CHECK(app.text("conform.ask", R"(["other.echo",["knot",2]])") == R"(["knot",2])");
    CHECK(app.text("conform.ask", R"(["other.fail",[]])") == "denied: not you");
    CHECK_THAT(app.text("conform.ask", R"(["other.none",[]])"),
               Contains("no-such-method: ") && Contains("'other.none'"));
    CHECK(app.text("conform.take-back", R"(["other.never"])") == R"("cancelled")");
}

TEST_CASE("a call of a plugin may give and take streams", "[system][conformance]") {
    each_app each;
    CAPTURE(each.language);
    auto& app = each.app;
    CHECK(app.text("conform.gather", R"(["conform.count",[5]])") == "[0,1,2,3,4]");
    CHECK(app.text("conform.pour", R"(["conform.sum",1000])") == "499500");
    CHECK_THAT(app.text("conform.count", "[5]"), Contains("bad-arguments: ") && Contains("stream"));
}

TEST_CASE("a crash is an error to who asked, and the next call finds a new process",
          "[system][conformance]") {
    each_app each;
    CAPTURE(each.language);
    const auto before = each.app.text("conform.pid");
    CHECK(each.app.call("conform.crash").why.code == errc::backend_gone);
    const auto after = each.app.text("conform.pid");
    CHECK(std::stoi(after) != std::stoi(before));
}

TEST_CASE("at the goodbye what runs is answered, and the plugin leaves in time",
          "[system][conformance]") {
    each_app each;
    CAPTURE(each.language);
    const auto process = std::stoi(each.app.text("conform.pid"));
    each.app.listen("conform/napped");
    std::promise<bool> answered;
    each.app.asker->call("conform.nap", "[300]", {patience()},
                         [&](client::reply const& reply) { answered.set_value(reply.ok); });
    each.app.text("conform.pid");  // By another thread: the nap has begun.
    CHECK(each.app.broker.stop().exit_code == 0);
    CHECK(answered.get_future().get());
    eventually("the plugin is gone", [&] { return ::kill(process, 0) != 0; });
    CHECK(each.app.broker.log().find("killed") == std::string::npos);
}

TEST_CASE("what a plugin offers can be read without an app", "[system][conformance]") {
    const auto language = GENERATE(from_range(languages()));
    CAPTURE(language);
    by_hand plugin{language, {"--describe"}, {{"FAIRLEAD_LIBRARY", "/not/needed"}}};
    const auto manifest = boost::json::parse(plugin.read_all());
    CHECK(plugin.wait() == 0);
    CHECK(manifest.at("name") == "conform");
    std::set<std::string> names;
    for (auto const& method : manifest.at("methods").as_array())
        names.emplace(method.at("name").as_string());
    for (std::string const name :
         {"greet", "add", "echo", "reverse", "blob", "fail", "nap", "shout", "pid", "crash"})
        CHECK(names.count("conform." + name) == 1);
}

TEST_CASE("started by hand a plugin explains itself", "[system][conformance]") {
    const auto language = GENERATE(from_range(languages()));
    CAPTURE(language);
    by_hand plugin{language, {}};
    CHECK(plugin.wait() == 2);
    CHECK_THAT(plugin.errors(),
               Contains("conform is a Fairlead plugin: the broker of an app starts it."));
    by_hand wrong{language, {"--knots"}};
    CHECK(wrong.wait() == 2);
    CHECK(wrong.errors() == "conform: unknown option --knots\n");
}

TEST_CASE("started by hand a plugin joins a running app", "[system][conformance]") {
    const auto language = GENERATE(from_range(languages()));
    CAPTURE(language);
    const temporary_directory folder;
    broker_process broker{folder};
    broker.wait_until_ready();
    by_hand plugin{
        language, {"--attach", "test-app"}, {{"XDG_RUNTIME_DIR", broker.runtime_dir().native()}}};
    auto asker = client::connection::connect({.socket = broker.socket(), .name = "asker"});
    eventually("it serves",
               [&] { return asker->call_wait("conform.add", "[1,2]", {patience()}).json == "3"; });
    CHECK(broker.stop().exit_code == 0);
    CHECK(plugin.wait() == 0);
}

TEST_CASE("a plugin with a token that the broker does not know is refused",
          "[system][conformance]") {
    each_app each;
    CAPTURE(each.language);
    CHECK(each.app.text("conform.add", "[1,2]") == "3");
    by_hand stray{each.language,
                  {},
                  {{"FAIRLEAD_SOCKET", each.app.broker.socket().native()},
                   {"FAIRLEAD_TOKEN_FD", "0"},
                   {"FAIRLEAD_NAME", "conform"}}};
    CHECK(stray.wait() == 1);
    CHECK_THAT(stray.errors(), Contains("conform: "));
    CHECK(each.app.text("conform.add", "[1,2]") == "3");
}
