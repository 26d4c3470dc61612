// SPDX-License-Identifier: MIT
//
// top_test — what is made of two snapshots, and how it is shown.
#include "cli/top/text.hpp"

#include "tests/support/catch.hpp"

#include <boost/json.hpp>

using namespace fairlead;
using namespace fairlead::cli;
using namespace std::chrono_literals;
using Catch::Matchers::Contains;

namespace {

meter::values peer(std::uint32_t place, std::string name, std::uint32_t edition = 2) {
    meter::values one;
    one.place = place;
    one.edition = edition;
    one.name = std::move(name);
    one.role = 2;
    one.sessions = 1;
    return one;
}

meter::method_values method(std::uint32_t place, std::string name, std::uint32_t owner,
                            std::uint64_t calls) {
    meter::method_values one;
    static_cast<meter::values&>(one) = peer(place, std::move(name));
    one.sessions = 0;
    one.owner = owner;
    one.calls = calls;
    one.latency[meter::bucket_of(100'000)] = calls;
    return one;
}

top::moment moment_of(std::chrono::seconds at, std::uint64_t calls) {
    top::moment made;
    auto& now = made.counters;
    now.app = "notes";
    now.pid = 7;
    now.taken_at = std::chrono::steady_clock::time_point{at};
    now.seen_at = now.taken_at;
    now.peers = {peer(0, "(others)"), peer(1, "busy"), peer(2, "idle")};
    now.peers[0].sessions = 0;
    now.peers[1].calls = calls;
    now.methods = {method(0, "(others)", 0, 0), method(1, "main.A", 2, calls),
                   method(2, "main.B", 2, 5 * calls)};
    return made;
}

std::vector<std::string> names(std::vector<top::line> const& lines) {
    std::vector<std::string> all;
    for (auto const& one : lines) all.push_back(one.now.name);
    return all;
}

}  // namespace

TEST_CASE("of two moments the busiest come first, by the second", "[cli][top]") {
    const auto before = moment_of(10s, 100), now = moment_of(12s, 500);
    const auto seen = top::compare(&before, now);
    CHECK(*seen.seconds == Approx(2));
    CHECK(names(seen.peers) == std::vector<std::string>{"busy", "idle"});
    CHECK(names(seen.methods) == std::vector<std::string>{"main.B", "main.A"});
    CHECK(seen.rate(seen.peers[0].since.calls) == Approx(200));
    CHECK(seen.methods[0].owner == "idle");
    // All that both methods answered meanwhile.
    CHECK(meter::count_of(seen.peers[1].latency) == 6 * 400);
    CHECK(meter::count_of(seen.methods[1].latency) == 400);
}

TEST_CASE("a row that was given to another begins anew, and so does another broker", "[cli][top]") {
    auto before = moment_of(10s, 100);
    auto now = moment_of(11s, 30);
    now.counters.peers[1].edition = 4;
    now.counters.methods.clear();
    CHECK(top::compare(&before, now).peers[0].since.calls == 30);
    now = moment_of(11s, 30);
    now.counters.pid = 8;
    const auto seen = top::compare(&before, now);
    CHECK_FALSE(seen.seconds);
    CHECK(seen.methods[0].since.calls == 150);
}

TEST_CASE("a table says in which state the broker is", "[cli][top]") {
    auto now = moment_of(20s, 1'500);
    now.counters.peers[2].drops = 3;
    const top::text_options plain{.legend = true, .rows = 1, .paint = colours{false}};
    CHECK_THAT(top::text_of(top::compare(nullptr, now), plain),
               Contains("app notes, broker pid 7 running") && Contains("1.5k") &&
                   Contains("… and 1 more"));
    now.counters.seen_at -= 90s;
    now.counters.state = meter::broker_state::died;
    CHECK_THAT(top::text_of(top::compare(nullptr, now), plain),
               Contains("died: these are its last counters, 1 min 30 s old"));
    now.counters.state = meter::broker_state::hung;
    now.counters.in_turn = 2'500ms;
    CHECK_THAT(top::text_of(top::compare(nullptr, now), plain),
               Contains("hangs: it has been in one turn for 2.5 s"));
    const auto bare = top::text_of(top::compare(nullptr, now),
                                   {.legend = false, .rows = 9, .paint = colours{false}});
    CHECK(bare.find("METHOD") == std::string::npos);
}

TEST_CASE("for programs it is JSON", "[cli][top]") {
    const auto before = moment_of(10s, 100), now = moment_of(12s, 500);
    const auto seen = boost::json::parse(top::json_of(top::compare(&before, now)));
    CHECK(seen.at("app").as_string() == "notes");
    CHECK(seen.at("totals").as_object().size() == meter::total_fields.size());
    auto const& busiest = seen.at("methods").at(0);
    CHECK(busiest.at("name").as_string() == "main.B");
    CHECK(busiest.at("callsPerSecond").to_number<double>() == Approx(1'000));
    CHECK(busiest.at("p50Us").to_number<double>() == Approx(100).epsilon(0.25));
    CHECK_FALSE(seen.at("peers").at(0).as_object().contains("memoryBytes"));
}
