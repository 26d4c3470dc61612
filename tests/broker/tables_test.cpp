// SPDX-License-Identifier: MIT
//
// tables_test — names, deadlines and debts: the tables under the dispatcher.
#include "broker/routing/deadline_heap.hpp"
#include "broker/routing/name_table.hpp"
#include "broker/routing/near_name.hpp"
#include "broker/routing/pending_replies.hpp"
#include "tests/broker/fake_peer.hpp"
#include "tests/support/catch.hpp"

#include <map>
#include <random>
#include <set>

using namespace fairlead;
using namespace fairlead::tests;
using namespace std::chrono_literals;
using routing::deadline_heap;
using routing::pending_replies;
using routing::time_point;

namespace {

const time_point start{std::chrono::hours{1}};

}  // namespace

TEST_CASE("a name keeps its number, and numbers begin at 1", "[broker][routing]") {
    routing::name_table names{100};
    const auto first = names.intern("a");
    CHECK(first == route_id{1});
    for (int i = 0; i < 90; ++i) names.intern("name-" + std::to_string(i));
    CHECK(names.intern("a") == first);
    CHECK(names.find("a") == first);
    CHECK(names.name_of(first) == "a");
    CHECK(names.find("unknown") == no_route);
    CHECK_FALSE(names.knows(no_route));
    CHECK_FALSE(names.knows(route_id{92}));
}

TEST_CASE("a full table of names takes no more, and still knows the old ones",
          "[broker][routing]") {
    routing::name_table names{2};
    const auto a = names.intern("a");
    names.intern("b");
    CHECK(names.intern("c") == no_route);
    CHECK(names.intern("a") == a);
}

TEST_CASE("deadlines come out in order, whatever is taken out between", "[broker][routing]") {
    std::mt19937 random{4711};
    deadline_heap heap;
    std::map<std::uint32_t, time_point> expected;
    for (std::uint32_t item = 0; item < 2'000; ++item) {
        const auto due = start + std::chrono::milliseconds{random() % 500};
        heap.insert(item, due);
        expected[item] = due;
        if (random() % 3 == 0) {
            const auto victim = static_cast<std::uint32_t>(random() % (item + 1));
            heap.remove(victim);
            expected.erase(victim);
        }
    }
    auto last = start;
    while (!heap.empty()) {
        const auto item = heap.first();
        REQUIRE(expected.at(item) == heap.first_due());
        REQUIRE(heap.first_due() >= last);
        last = heap.first_due();
        heap.remove(item);
        expected.erase(item);
    }
    CHECK(expected.empty());
    CHECK(heap.first_due() == time_point::max());
}

TEST_CASE("a debt is taken once, only by its debtor, and its number never comes again",
          "[broker][routing]") {
    fake_peer caller{wire::peer_role::tool, "t", 1}, provider{wire::peer_role::plugin, "p", 2},
        stranger{wire::peer_role::plugin, "s", 3};
    pending_replies pending;
    std::set<request_id> seen;
    for (std::uint64_t i = 0; i < 1'000; ++i) {
        const auto id = pending.add({.who = &caller.self, .request = request_id{i}}, provider.self,
                                    route_id{1}, 0, routing::never);
        REQUIRE(id != no_request);
        REQUIRE(seen.insert(id).second);
        REQUIRE(pending.take(id, stranger.self) == nullptr);
        auto const* owed = pending.take(id, provider.self);
        REQUIRE(owed != nullptr);
        REQUIRE(owed->to.request == request_id{i});
        REQUIRE(pending.take(id, provider.self) == nullptr);
    }
    CHECK(caller.self.use.used(routing::resource::calls) == 0);
    CHECK(pending.take(request_id{0xffff'ffff'ffff'ffff}, provider.self) == nullptr);
}

TEST_CASE("debts are found by caller, provider, page and deadline, each once",
          "[broker][routing]") {
    fake_peer a{wire::peer_role::host, "a", 1}, b{wire::peer_role::tool, "b", 2},
        p{wire::peer_role::plugin, "p", 3}, q{wire::peer_role::plugin, "q", 4};
    pending_replies pending;
    for (std::uint64_t i = 0; i < 600; ++i) {
        auto& caller = i % 2 == 0 ? a : b;
        auto& provider = i % 3 == 0 ? p : q;
        const bool is_page = i % 4 == 0;
        pending.add({.who = &caller.self,
                     .request = request_id{i},
                     .is_page = is_page,
                     .page = generation{i % 8},
                     .callback_id = "id"},
                    provider.self, route_id{1}, 0,
                    i % 5 == 0 ? start + std::chrono::seconds{i} : routing::never);
    }
    std::set<request_id> settled;
    const auto settle = [&](pending_replies::debt const& one) {
        REQUIRE(settled.insert(one.to.request).second);
    };
    pending.of_generation(a.self, generation{4}, settle);
    CHECK(settled.size() == 75);
    pending.expire(start + 100s, settle);
    pending.of_caller(b.self, settle);
    pending.orphans_of(p.self, settle);
    pending.orphans_of(q.self, settle);
    CHECK(settled.size() == 600);
    CHECK(pending.size() == 0);
    CHECK(a.self.use.used(routing::resource::calls) == 0);
    CHECK(b.self.use.used(routing::resource::calls) == 0);
    CHECK(pending.next_deadline() == routing::never);
}

TEST_CASE("a caller finds its own request among thousands, and never another's",
          "[broker][routing]") {
    fake_peer a{wire::peer_role::tool, "a", 1}, b{wire::peer_role::tool, "b", 2},
        p{wire::peer_role::plugin, "p", 3};
    pending_replies pending;
    for (std::uint64_t i = 0; i < 5'000; ++i)
        pending.add({.who = &a.self, .request = request_id{i}}, p.self, route_id{1}, 0,
                    routing::never);
    CHECK(pending.take_asked(b.self, request_id{17}) == nullptr);
    for (std::uint64_t i = 0; i < 5'000; ++i) {
        auto const* owed = pending.take_asked(a.self, request_id{i});
        REQUIRE(owed != nullptr);
        REQUIRE(owed->to.request == request_id{i});
    }
    CHECK(pending.take_asked(a.self, request_id{17}) == nullptr);
}

TEST_CASE("short callback ids survive the growth of the table", "[broker][routing]") {
    fake_peer a{wire::peer_role::host, "a", 1}, p{wire::peer_role::plugin, "p", 3};
    pending_replies pending;
    std::vector<request_id> ids;
    for (int i = 0; i < 3'000; ++i) {
        const auto text = std::to_string(i);
        ids.push_back(pending.add({.who = &a.self,
                                   .request = request_id{1},
                                   .is_page = true,
                                   .page = generation{1},
                                   .callback_id = text},
                                  p.self, route_id{1}, 0, routing::never));
    }
    for (int i = 0; i < 3'000; ++i)
        REQUIRE(pending.take(ids[static_cast<std::size_t>(i)], p.self)->to.callback_id ==
                std::to_string(i));
}

TEST_CASE("slips between names are counted like a reader counts them", "[broker][routing]") {
    using routing::slips_between;
    CHECK(slips_between("Greet", "Greet", 3) == 0);
    CHECK(slips_between("Greet", "greet", 3) == 1);
    CHECK(slips_between("Gret", "Greet", 3) == 1);
    CHECK(slips_between("Grete", "Greet", 3) == 1);
    CHECK(slips_between("Greeting", "Greet", 3) == 3);
    CHECK(slips_between("Greeting", "Greet", 2) == 3);
    CHECK(slips_between("abc", "xyz", 2) == 3);
    CHECK(slips_between("", "ab", 2) == 2);
}
