// SPDX-License-Identifier: MIT
//
// allocations_test — a small call allocates nothing once things run: neither in the caller's SDK,
// nor in the broker, nor in the plugin's. All three run here, over their real sockets and rings, so
// that one counter sees all of them.
#include "tests/broker/house_of_three.hpp"
#include "tests/support/counting_new.hpp"

#include <cstring>
#include <future>

using namespace fairlead;
using namespace std::chrono_literals;
using fairlead::tests::allocations;

namespace {

/// Longer than a test: when its alarm rings, once in so long, the broker sorts out what is late.
constexpr auto deadline = 60s;

struct call {
    std::string_view method;
    std::string_view args;
    std::string_view result;
    client::call_options options{};
    std::size_t attached = 0;  ///< Bytes, as attachment 0 of the call and of the answer.
};

/// Each answer makes the next call, as in a program that lives in its callbacks.
class chain {
public:
    chain(client::connection& broker, call what) : broker_{broker}, what_{what} {}

    /// Of all threads, in the last 1000 of the calls.
    std::size_t allocations_when_warm() {
        next();
        if (finished_.get_future().wait_for(60s) != std::future_status::ready)
            throw std::runtime_error{"answers are missing"};
        CHECK(right_ == warm_up + counted + 1);
        return after_ - before_;
    }

private:
    static constexpr std::size_t warm_up = 3'000, counted = 1'000;

    void next() {
        if (what_.attached == 0)
            return static_cast<void>(
                broker_.call(what_.method, what_.args, what_.options,
                             [this](client::reply const& reply) { on(reply); }));
        byte_buffer payload{what_.attached, broker_.pool()};
        std::memset(payload.data(), static_cast<int>(done_ & 0x7f), payload.size());
        const bytes attachment = std::move(payload);
        broker_.call(what_.method, what_.args, what_.options,
                     [this](client::reply const& reply) { on(reply); }, {&attachment, 1});
    }

    void on(client::reply const& reply) {
        right_ += reply.ok && reply.json == what_.result && has_come_back(reply) ? 1 : 0;
        if (done_ == warm_up) before_ = allocations();
        if (done_ == warm_up + counted) {
            after_ = allocations();
            return finished_.set_value();
        }
        ++done_;
        next();
    }

    bool has_come_back(client::reply const& reply) const {
        if (what_.attached == 0) return reply.attachments.empty();
        return reply.attachments.size() == 1 && reply.attachments[0].size() == what_.attached &&
               std::to_integer<std::size_t>(reply.attachments[0].span().back()) == (done_ & 0x7f);
    }

    client::connection& broker_;
    call what_;
    std::size_t done_ = 0, right_ = 0, before_ = 0, after_ = 0;
    std::promise<void> finished_;
};

std::size_t allocations_of(call what) {
    const tests::house_of_three everybody;
    const auto tool = everybody.connect();
    return chain{*tool, what}.allocations_when_warm();
}

}  // namespace

TEST_CASE("a call with numbers allocates nothing, in any process on its way", "[allocations]") {
    CHECK(allocations_of({"on.loop.Maths.Add", "[2,3]", "5"}) == 0);
}

TEST_CASE("nor does one with a deadline", "[allocations]") {
    CHECK(allocations_of({"on.loop.Maths.Add", "[2,3]", "5", {deadline}}) == 0);
}

TEST_CASE("nor one with text, but for texts that std::string puts on the heap", "[allocations]") {
    CHECK(allocations_of({"on.loop.Maths.Greet", R"(["Ada"])", R"("Hello Ada!")"}) == 0);
}

TEST_CASE("nor one with binary both ways", "[allocations]") {
    CHECK(allocations_of({"on.loop.Maths.Echo", R"([{"$bytes":0}])", R"({"$bytes":0})", {}, 64}) ==
          0);
}

TEST_CASE("nor one that a plugin's pool of threads answers", "[allocations]") {
    CHECK(allocations_of({"on.pool.Maths.Add", "[2,3]", "5"}) == 0);
}
