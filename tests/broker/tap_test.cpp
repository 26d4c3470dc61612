// SPDX-License-Identifier: MIT
//
// tap_test — what a monitor may ask for, and what it is shown of a payload.
#include "broker/tap/redaction.hpp"
#include "broker/tap/watch_filter.hpp"

#include "tests/support/catch.hpp"

using namespace fairlead;
using namespace fairlead::broker::tap;
using namespace std::chrono_literals;
using Catch::Matchers::Contains;

namespace {

watch_filter filter_of(std::string_view args) {
    std::string problem;
    auto made = watch_filter::parse(args, problem);
    CAPTURE(args, problem);
    REQUIRE(made.has_value());
    return std::move(*made);
}

std::string problem_of(std::string_view args) {
    std::string problem;
    CAPTURE(args);
    CHECK(watch_filter::parse(args, problem).has_error());
    return problem;
}

}  // namespace

TEST_CASE("a monitor that asks for nothing sees everything", "[broker][tap]") {
    for (auto const* args : {"[]", "[{}]"}) {
        const auto all = filter_of(args);
        CHECK(all.wants_call("main.A"));
        CHECK(all.wants_topic("tick"));
        CHECK(all.wants_answer(false, 0ns));
        CHECK(all.wants_peer("a", "b"));
    }
}

TEST_CASE("whoever asks for methods gets no events, and the other way round", "[broker][tap]") {
    const auto methods = filter_of(R"([{"method":"main.*"}])");
    CHECK(methods.wants_call("main.A"));
    CHECK_FALSE(methods.wants_call("mainframe"));
    CHECK_FALSE(methods.wants_topic("main.A"));
    const auto topic = filter_of(R"([{"topic":"tick"}])");
    CHECK(topic.wants_topic("tick"));
    CHECK_FALSE(topic.wants_topic("ticks"));
    CHECK_FALSE(topic.wants_call("tick"));
    const auto both = filter_of(R"([{"topic":"tick","method":"main.A","peer":"notes"}])");
    CHECK(both.wants_topic("tick"));
    CHECK(both.wants_call("main.A"));
    CHECK(both.wants_peer("x", "notes"));
    CHECK_FALSE(both.wants_peer("x", "y"));
}

TEST_CASE("errors and slow answers are alternatives", "[broker][tap]") {
    const auto errors = filter_of(R"([{"errors":true}])");
    CHECK(errors.wants_answer(true, 0ns));
    CHECK_FALSE(errors.wants_answer(false, 1h));
    CHECK_FALSE(errors.wants_topic("tick"));
    CHECK(errors.only_answers());
    const auto slow = filter_of(R"([{"slowMs":1.5,"errors":true}])");
    CHECK(slow.wants_answer(false, 1'500us));
    CHECK_FALSE(slow.wants_answer(false, 1'499us));
    CHECK(slow.wants_answer(true, 0ns));
}

TEST_CASE("what a monitor does not know is refused in words", "[broker][tap]") {
    CHECK_THAT(problem_of("[1]"), Contains("object"));
    CHECK_THAT(problem_of("{"), Contains("object"));
    CHECK_THAT(problem_of(R"([{"methods":"x"}])"), Contains("key"));
    CHECK_THAT(problem_of(R"([{"method":7}])"), Contains("method"));
    CHECK_THAT(problem_of(R"([{"rate":-1}])"), Contains("rate"));
    CHECK_THAT(problem_of(R"([{"rate":1e9}])"), Contains("rate"));
    CHECK_THAT(problem_of(R"([{"payload":1e9}])"), Contains("payload"));
    CHECK_THAT(problem_of(R"([{"redact":[1]}])"), Contains("redact"));
    CHECK(filter_of(R"([{"rate":0}])").rate == 1);
}

TEST_CASE("secrets are not shown, however deep and however they are written", "[broker][tap]") {
    const auto secret = filter_of(R"([{"redact":["Card"]}])").secret;
    const auto shown = [&](std::string_view payload) { return redacted(payload, secret, 4'096); };
    CHECK(shown(R"([{"user":"ada","Password":"x"}])") == R"([{"user":"ada","Password":"•••"}])");
    CHECK(shown(R"({"a":[{"TOKEN":{"deep":1}}]})") == R"({"a":[{"TOKEN":"•••"}]})");
    CHECK(shown("{\"pass\\u0077ord\" : 7}") == R"({"password":"•••"})");
    CHECK(shown(R"({"card":12,"cards":12})") == R"({"card":"•••","cards":12})");
    CHECK(shown(R"("password")") == R"("password")");
}

TEST_CASE("a payload is cut to what was asked for, in whole characters", "[broker][tap]") {
    CHECK(redacted("[12345]", {}, 7) == "[12345]");
    CHECK(redacted("[12345]", {}, 3) == "[12…");
    CHECK(redacted("\"ää\"", {}, 2) == "\"…");
    CHECK(redacted("[1]", {}, 0).empty());
    CHECK(redacted("not json", {}, 100).empty());
    CHECK(redacted("[" + std::string(redacted_bytes_max, ' ') + "]", {}, 100).empty());
    // A secret that is cut is not shown in part.
    CHECK(redacted(R"({"pin":"123456"})", {"pin"}, 12) == "{\"pin\":\"•…");
}
