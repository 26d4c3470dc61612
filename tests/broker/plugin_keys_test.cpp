// SPDX-License-Identifier: MIT
//
// plugin_keys_test — what wails.json may say of a plugin.
#include "broker/config/app_config.hpp"
#include "broker/config/plugin_order.hpp"
#include "tests/support/catch.hpp"

using namespace fairlead::broker::config;
using namespace std::chrono_literals;
using Catch::Matchers::Contains;

namespace {

app_config app_of(std::string const& plugins) {
    return parse_app_config(R"({"name":"a","fairlead":{"plugins":[)" + plugins + "]}}", "f");
}

plugin_config plugin_of(std::string const& keys) {
    return app_of(R"({"name":"p","exec":"x",)" + keys + "}").plugins.at(0);
}

std::string complaint_about(std::string const& plugins) {
    try {
        app_of(plugins);
    } catch (config_error const& error) {
        return error.what();
    }
    return "(none)";
}

std::string complaint_about_key(std::string const& keys) {
    return complaint_about(R"({"name":"p","exec":"x",)" + keys + "}");
}

std::string needing(std::string const& name, std::string const& others) {
    return R"({"name":")" + name + R"(","exec":"x","requires":[)" + others + "]}";
}

}  // namespace

TEST_CASE("times are milliseconds or have a unit", "[broker][config]") {
    CHECK(plugin_of(R"("startup":250)").startup == 250ms);
    CHECK(plugin_of(R"("startup":"1.5s")").startup == 1'500ms);
    CHECK(plugin_of(R"("drain":"2m")").drain == 120s);
    CHECK(plugin_of(R"("hang":"400ms")").hang == 400ms);
    CHECK(plugin_of(R"("hang":false)").hang == 0ms);
    CHECK(plugin_of(R"("lazy":false)").startup == 10s);
    for (auto const* wrong : {R"("1")", R"("s")", "-1", R"("1 s")", "[]", R"("9999999m")"})
        CHECK_THAT(complaint_about_key(std::string{R"("startup":)"} + wrong),
                   Contains("f: fairlead.plugins[0].startup: must be"));
}

TEST_CASE("a restart is a word or an object", "[broker][config]") {
    CHECK(plugin_of(R"("restart":"never")").restart.when == restart_when::never);
    const auto rules = plugin_of(R"("restart":{"policy":"on-failure","firstDelay":1,"delay":"2ms",
        "maxDelay":"3ms","goodUptime":"4s","deaths":5,"within":"6s"})")
                           .restart;
    CHECK(rules.when == restart_when::on_failure);
    CHECK(rules.delay_first == 1ms);
    CHECK(rules.delay_second == 2ms);
    CHECK(rules.delay_max == 3ms);
    CHECK(rules.good_uptime == 4s);
    CHECK(rules.deaths_max == 5);
    CHECK(rules.deaths_within == 6s);
    CHECK_THAT(complaint_about_key(R"("restart":"often")"), Contains("none of always"));
    CHECK_THAT(complaint_about_key(R"("restart":{"deaths":0})"), Contains("above 0"));
    CHECK_THAT(complaint_about_key(R"("restart":{"delay":"9s"})"), Contains("maxDelay"));
}

TEST_CASE("a lazy plugin says what it offers", "[broker][config]") {
    const auto lazy = plugin_of(R"("lazy":true,"methods":["main.A.B","main.A.C"])");
    CHECK(lazy.lazy);
    CHECK(lazy.methods.size() == 2);
    CHECK_THAT(complaint_about_key(R"("lazy":true)"), Contains("methods: must say what"));
    CHECK_THAT(complaint_about_key(R"("methods":[""])"), Contains("is no name"));
}

TEST_CASE("plugins name those that they need", "[broker][config]") {
    const auto app =
        app_of(needing("a", R"("b","c")") + "," + needing("b", R"("c")") + "," + needing("c", ""));
    CHECK(app.plugins[0].requires_ == std::vector<std::string>{"b", "c"});
    CHECK(circle_of(app.plugins).empty());
    CHECK_THAT(complaint_about(needing("a", R"("z")")),
               Contains("fairlead.plugins[0].requires: there is no plugin 'z'"));
}

TEST_CASE("a circle is named", "[broker][config]") {
    CHECK_THAT(complaint_about(needing("a", R"("a")")), Contains("can never start: a → a"));
    CHECK_THAT(complaint_about(needing("x", R"("a")") + "," + needing("a", R"("b")") + "," +
                               needing("b", R"("c")") + "," + needing("c", R"("a")")),
               Contains("can never start: a → b → c → a"));
}
