// SPDX-License-Identifier: MIT
//
// config_test — wails.json and the command line.
#include "broker/config/app_config.hpp"
#include "broker/config/options.hpp"
#include "tests/support/catch.hpp"
#include "tests/support/temporary_directory.hpp"

#include <vector>

using namespace fairlead::broker::config;
using namespace fairlead::tests;
using Catch::Matchers::Contains;

namespace {

std::string complaint_about(std::string_view text) {
    try {
        parse_app_config(text, "wails.json");
    } catch (config_error const& error) {
        return error.what();
    }
    return "(none)";
}

std::variant<options, parting_words> parse(std::vector<char const*> words) {
    words.insert(words.begin(), "fairlead-broker");
    return parse_options(static_cast<int>(words.size()), words.data());
}

}  // namespace

TEST_CASE("an app is its name and its plugins, other keys are somebody else's",
          "[broker][config]") {
    const auto app = parse_app_config(R"({
        "name": "greeter", "assetdir": "frontend", "wails": {"x": 1},
        "fairlead": { "window": {"title": "t"}, "plugins": [
            {"name": "greeter", "exec": "bin/greeter-plugin", "args": ["-v", "2"],
             "env": {"A": "1", "B": ""}, "more": true},
            {"name": "files", "exec": "/bin/sh"} ] } })",
                                      "wails.json");
    CHECK(app.name == "greeter");
    REQUIRE(app.plugins.size() == 2);
    CHECK(app.plugins[0].exec == "bin/greeter-plugin");
    CHECK(app.plugins[0].args == std::vector<std::string>{"-v", "2"});
    CHECK(app.plugins[0].env.size() == 2);
    CHECK(app.plugins[1].args.empty());
    CHECK(parse_app_config(R"({"name":"a"})", "f").plugins.empty());
    CHECK(parse_app_config(R"({"name":"My App"})", "f").name == "My App");
}

TEST_CASE("how long a call may take without being logged is a time", "[broker][config]") {
    CHECK(parse_app_config(R"({"name":"a","fairlead":{}})", "f").slow_call.count() == 0);
    CHECK(parse_app_config(R"({"name":"a","fairlead":{"slowCall":"1.5s"}})", "f").slow_call ==
          std::chrono::milliseconds{1'500});
    CHECK_THROWS_AS(parse_app_config(R"({"name":"a","fairlead":{"slowCall":true}})", "f"),
                    config_error);
}

TEST_CASE("topics have rules, in a word or as an object", "[broker][config]") {
    const auto app = parse_app_config(R"({ "name": "a", "fairlead": { "topics": {
        "sensor/*": "keep-latest", "log/*": "drop-oldest", "ledger": "block",
        "strict/*": { "delivery": "cut", "more": 1 }, "*": "drop-oldest" } } })",
                                      "wails.json");
    REQUIRE(app.topics.size() == 5);
    CHECK(app.topics[0].pattern == "sensor/*");
    CHECK(app.topics[0].how == delivery::keep_latest);
    CHECK(app.topics[1].how == delivery::drop_oldest);
    CHECK(app.topics[2].how == delivery::block);
    CHECK(app.topics[3].how == delivery::cut);
    CHECK(app.topics[4].pattern == "*");
    CHECK(parse_app_config(R"({"name":"a","fairlead":{}})", "f").topics.empty());
}

TEST_CASE("the log level is one of six words", "[broker][config]") {
    CHECK(parse_app_config(R"({"name":"a","fairlead":{"logLevel":"warn"}})", "f").log_level ==
          "warn");
    CHECK(parse_app_config(R"({"name":"a"})", "f").log_level.empty());
    CHECK(complaint_about(R"({"name":"a","fairlead":{"logLevel":"loud"}})") ==
          "wails.json: fairlead.logLevel: 'loud' is none of trace, debug, info, warn, error, off");
}

TEST_CASE("a complaint says file, key and what is wrong", "[broker][config]") {
    CHECK_THAT(complaint_about("{"), Contains("wails.json: is not valid JSON"));
    CHECK(complaint_about("[]") == "wails.json: must be an object");
    CHECK(complaint_about("{}") == "wails.json: name: is missing");
    CHECK(complaint_about(R"({"name":1})") == "wails.json: name: must be a string");
    CHECK_THAT(complaint_about(R"({"name":"a/b"})"), Contains("name: names a folder"));
    CHECK_THAT(complaint_about(R"({"name":".."})"), Contains("name: names a folder"));
    CHECK(complaint_about(R"({"name":"a","fairlead":[]})") ==
          "wails.json: fairlead: must be an object");
    CHECK(complaint_about(R"({"name":"a","fairlead":{"plugins":{}}})") ==
          "wails.json: fairlead.plugins: must be an array");
    CHECK(complaint_about(R"({"name":"a","fairlead":{"plugins":[{"name":"x"}]}})") ==
          "wails.json: fairlead.plugins[0].exec: is missing");
    CHECK(complaint_about(
              R"({"name":"a","fairlead":{"plugins":[{"name":"x","exec":"y","args":["1",2]}]}})") ==
          "wails.json: fairlead.plugins[0].args[1]: must be a string");
    CHECK(
        complaint_about(
            R"({"name":"a","fairlead":{"plugins":[{"name":"x","exec":"y","env":{"A=B":""}}]}})") ==
        "wails.json: fairlead.plugins[0].env: 'A=B' is no name for an environment variable");
    CHECK(complaint_about(R"({"name":"a","fairlead":{"plugins":)"
                          R"([{"name":"x","exec":"y"},{"name":"x","exec":"y"}]}})") ==
          "wails.json: fairlead.plugins[1].name: a second plugin with the name 'x'");
    const auto about_topics = [](std::string const& topics) {
        return complaint_about(R"({"name":"a","fairlead":{"topics":)" + topics + "}}");
    };
    CHECK(about_topics("[]") == "wails.json: fairlead.topics: must be an object");
    CHECK(about_topics(R"({"a/*":"keep-last"})") ==
          "wails.json: fairlead.topics.a/*: 'keep-last' is none of "
          "drop-oldest, keep-latest, block, cut");
    CHECK(about_topics(R"({"a":1})") == "wails.json: fairlead.topics.a: must be a string");
    CHECK(about_topics(R"({"a":{}})") == "wails.json: fairlead.topics.a.delivery: is missing");
    CHECK_THAT(about_topics(R"({"a":{"delivery":"Cut"}})"), Contains("'Cut' is none of"));
    CHECK(about_topics(R"({"a":"cut","a":"cut"})") ==
          "wails.json: fairlead.topics.a: stands there twice");
    for (auto const* bad :
         {R"({"a*b":"cut"})", R"({"a**":"cut"})", R"({"":"cut"})", R"({"a\nb":"cut"})"})
        CHECK_THAT(about_topics(bad), Contains("'*' nowhere but at the end"));
    CHECK_THROWS_WITH(read_app_config("/dev/null/wails.json"), Contains("cannot be read"));
}

TEST_CASE("options are read, and wrong ones are usage errors", "[broker][config]") {
    const temporary_directory folder;
    const auto dir = folder.path().string();
    const auto good =
        std::get<options>(parse({"--app", "x", "--app-dir", dir.c_str(), "--host-token-fd", "7",
                                 "--ready-fd", "8", "--log-level", "warn"}));
    CHECK(good.app == "x");
    CHECK(good.app_dir == folder.path());
    CHECK(good.host_token_fd == 7);
    CHECK(good.ready_fd == 8);
    CHECK(good.log_level == "warn");

    const auto missing = dir + "/missing";
    for (auto const& words :
         std::vector<std::vector<char const*>>{{},
                                               {"--app-dir", missing.c_str()},
                                               {"--app-dir", dir.c_str(), "--log-level", "loud"},
                                               {"--app-dir", dir.c_str(), "--app", "a/b"},
                                               {"--app-dir", dir.c_str(), "--what"}})
        CHECK(std::get<parting_words>(parse(words)).code == exit_code::usage);
    const auto help = std::get<parting_words>(parse({"--help"}));
    CHECK(help.code == exit_code::clean);
    CHECK_THAT(help.text, Contains("69") && Contains("78") && Contains("--ready-fd"));
}

TEST_CASE("what a peer may use is lowered for a role or for a plugin", "[broker][config]") {
    const auto app = parse_app_config(R"({ "name": "a", "fairlead": {
        "plugins": [ {"name": "p", "exec": "p", "limits": {"calls": 7, "files": 64}},
                     {"name": "q", "exec": "q"} ],
        "limits": { "plugin": {"calls": 100, "offers": 3}, "page": {"blobBytes": "1MiB"} } } })",
                                      "wails.json");
    CHECK(app.plugins[0].use.calls == 7);
    CHECK(app.plugins[0].use.offers == 3);
    CHECK(app.plugins[0].limits.files == 64);
    CHECK(app.plugins[1].use.calls == 100);
    CHECK(app.limits.page.blob_bytes == 1u << 20);
    CHECK(app.limits.host == fairlead::broker::accounting::peer_limits{});
}

TEST_CASE("no limit is raised, and roles are those that there are", "[broker][config]") {
    CHECK_THAT(complaint_about(R"({"name":"a","fairlead":{"limits":{"page":{"calls":65537}}}})"),
               Contains("fairlead.limits.page.calls") && Contains("must not be above 65536"));
    CHECK_THAT(complaint_about(R"({"name":"a","fairlead":{"limits":{"guest":{}}}})"),
               Contains("fairlead.limits.guest") && Contains("page, plugin, tool, host"));
}
