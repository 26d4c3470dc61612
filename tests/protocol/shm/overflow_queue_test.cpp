// SPDX-License-Identifier: MIT
//
// overflow_queue_test — who makes room for whom, what stays, and that what waits is paid for.
#include "tests/protocol/support/bytes.hpp"
#include "tests/support/catch.hpp"

#include <fairlead/shm/overflow_queue.hpp>

#include <algorithm>
#include <map>

#include <malloc.h>

using namespace fairlead;
using namespace fairlead::tests;
using shm::overflow_queue;
using shm::overflow_terms;
using shm::worth;

namespace {

constexpr overflow_terms kept{};
constexpr overflow_terms expendable{worth::expendable, 1};
constexpr overflow_terms latest(std::uint32_t key) { return {worth::latest, key}; }

struct queue_of_numbers {
    explicit queue_of_numbers(std::size_t bytes_max) : queue{bytes_max}, bound{bytes_max} {}

    bool add(std::uint64_t number, overflow_terms terms, std::size_t bytes = 100) {
        if (!queue.make_room(bytes, terms)) return false;
        queue.push(std::make_unique<overflow_queue::message>(
            wire::frame_header{.request = request_id{number}}, std::vector<std::byte>(bytes),
            terms));
        return true;
    }
    /// Everything, in the order in which it goes out.
    std::vector<std::uint64_t> take_all() {
        std::vector<std::uint64_t> all;
        for (; !queue.empty(); queue.pop_front()) all.push_back(raw(queue.front().header.request));
        return all;
    }
    overflow_queue queue;
    std::size_t bound;
};

using list = std::vector<std::uint64_t>;

}  // namespace

TEST_CASE("what must stay is refused at the bound, and nothing is lost for it", "[shm][overflow]") {
    queue_of_numbers to{2'000};
    std::uint64_t n = 0;
    while (to.add(n, kept)) ++n;
    CHECK(n > 3);
    CHECK(to.queue.bytes() <= to.bound);
    CHECK_FALSE(to.add(99, expendable));
    CHECK_FALSE(to.add(99, latest(7)));
    CHECK_FALSE(to.queue.take_losses());
    CHECK(to.take_all().size() == n);
    CHECK(to.queue.bytes() == 0);
}

TEST_CASE("the oldest expendable messages make room for newer ones", "[shm][overflow]") {
    queue_of_numbers to{4'000};
    for (std::uint64_t n = 0; n < 1'000; ++n) REQUIRE(to.add(n, expendable));
    CHECK(to.queue.bytes() <= to.bound);
    const auto losses = to.queue.take_losses();
    CHECK_FALSE(to.queue.take_losses());
    const auto left = to.take_all();
    CHECK(left.size() > 5);
    CHECK(left.front() == 1'000 - left.size());
    CHECK(left.back() == 999);
    CHECK(std::ranges::is_sorted(left));
    CHECK(losses.dropped == 1'000 - left.size());
    CHECK(losses.replaced == 0);
    CHECK(losses.last_key == 1);
}

TEST_CASE("they make room for what must stay, too, and no more of them goes than is needed",
          "[shm][overflow]") {
    queue_of_numbers to{4'000};
    list expected;
    for (std::size_t each = 0; to.queue.bytes() + each <= to.bound;) {
        const auto n = expected.size();
        REQUIRE(to.add(n, n % 2 == 1 ? expendable : kept, 0));
        each = to.queue.bytes() / (n + 1);
        expected.push_back(n);
    }
    CHECK_FALSE(to.queue.take_losses());
    REQUIRE(expected.size() > 3);
    REQUIRE(to.add(1'000, kept, 0));
    CHECK(to.queue.take_losses().dropped == 1);
    expected.erase(expected.begin() + 1);
    expected.push_back(1'000);
    CHECK(to.take_all() == expected);
}

TEST_CASE("nothing is dropped in vain", "[shm][overflow]") {
    queue_of_numbers to{2'000};
    REQUIRE(to.add(1, kept, 1'000));
    REQUIRE(to.add(2, expendable));
    REQUIRE(to.add(3, latest(7)));
    CHECK_FALSE(to.add(4, kept, 1'000));
    CHECK_FALSE(to.add(5, latest(7), 1'000));
    CHECK_FALSE(to.queue.take_losses());
    CHECK(to.take_all() == list{1, 2, 3});
}

TEST_CASE("of a key only the newest waits, at the end", "[shm][overflow]") {
    queue_of_numbers to{1u << 20};
    to.add(1, latest(7));
    to.add(2, kept);
    to.add(3, latest(8));
    to.add(4, latest(7));
    to.add(5, expendable);
    CHECK(to.queue.take_losses().replaced == 1);
    CHECK(to.take_all() == list{2, 3, 4, 5});
    to.add(6, latest(7));  // The one before it has gone out: it is none's newer.
    CHECK_FALSE(to.queue.take_losses());
    CHECK(to.take_all() == list{6});
}

TEST_CASE("latest without a key is expendable and nothing else", "[shm][overflow]") {
    queue_of_numbers to{1'000};
    for (std::uint64_t n = 0; n < 50; ++n) REQUIRE(to.add(n, latest(0)));
    CHECK(to.queue.take_losses().replaced == 0);
    CHECK(to.take_all().back() == 49);
}

TEST_CASE("what has begun to go out is not taken back", "[shm][overflow]") {
    queue_of_numbers to{1'000};
    to.add(1, latest(7));
    to.queue.front().started = true;
    to.queue.keep_front();
    to.queue.keep_front();  // Each time when the ring is found full again.
    to.add(2, latest(7));
    CHECK_FALSE(to.queue.take_losses());
    for (std::uint64_t n = 3; n < 50; ++n) REQUIRE(to.add(n, latest(7)));
    CHECK(to.queue.take_losses().replaced == 47);
    for (std::uint64_t n = 50; n < 90; ++n) REQUIRE(to.add(n, expendable));
    const auto left = to.take_all();
    CHECK(left.front() == 1);
    CHECK(left.back() == 89);
}

TEST_CASE("a queue with nothing that must stay takes one message of any size", "[shm][overflow]") {
    queue_of_numbers to{1'000};
    to.add(1, expendable);
    to.add(2, expendable);
    CHECK(to.add(3, kept, 50'000));
    CHECK(to.queue.take_losses().dropped == 2);
    CHECK_FALSE(to.add(4, expendable));
    CHECK(to.take_all() == list{3});
    to.add(5, expendable, 50'000);
    CHECK(to.add(6, expendable));
    CHECK(to.take_all() == list{6});
}

TEST_CASE("any mixture keeps its order, its bound and its books", "[shm][overflow]") {
    numbers random{11};
    queue_of_numbers to{20'000};
    std::uint64_t sent = 0, refused = 0, out = 0, dropped = 0, replaced = 0;
    std::optional<std::uint64_t> last;
    std::map<std::uint32_t, int> waiting_of_key;
    bool in_order = true, bounded = true;
    const auto pop = [&] {
        const auto n = raw(to.queue.front().header.request);
        in_order = in_order && (!last || *last < n);
        last = n;
        ++out;
        to.queue.pop_front();
    };
    for (int turn = 0; turn < 20'000; ++turn) {
        const auto key = static_cast<std::uint32_t>(1 + random.below(5));
        const overflow_terms terms{static_cast<worth>(random.below(3)), key};
        if (to.add(sent, terms, random.below(500))) ++sent;
        else ++refused;
        bounded = bounded && to.queue.bytes() <= to.bound;
        if (random.below(8) == 0) to.queue.front().started = true, to.queue.keep_front();
        if (random.below(3) == 0 && !to.queue.empty()) pop();
        const auto losses = to.queue.take_losses();
        dropped += losses.dropped;
        replaced += losses.replaced;
    }
    while (!to.queue.empty()) pop();
    CHECK(in_order);
    CHECK(bounded);
    CHECK(refused > 0);
    CHECK(dropped > 0);
    CHECK(replaced > 0);
    CHECK(sent == out + dropped + replaced);
    CHECK(to.queue.bytes() == 0);
}

#if defined(__GLIBC__) && !defined(FAIRLEAD_SANITIZED)
TEST_CASE("small messages cost the heap no more than the queue says", "[shm][overflow]") {
    const auto terms = GENERATE(kept, expendable, latest(1));
    const auto bytes = GENERATE(as<std::size_t>{}, 0, 1, 60, 1'000);
    const auto before = ::mallinfo2().uordblks;
    queue_of_numbers to{4u << 20};
    for (std::uint32_t n = 1; n < 50'000; ++n) {
        const overflow_terms own{terms.value, n};
        if (!to.add(n, own, bytes)) break;
    }
    CHECK(to.queue.bytes() > to.bound / 2);
    CHECK(::mallinfo2().uordblks - before <= to.queue.bytes() + 4'096);
}
#endif
