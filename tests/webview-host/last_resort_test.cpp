// SPDX-License-Identifier: MIT
//
// last_resort_test — a process whose main thread does nothing for its end, ends.
#include "tests/support/catch.hpp"
#include "tests/support/child.hpp"
#include "webview-host/loop/last_resort.hpp"

#include <fairlead/vocabulary/unique_fd.hpp>

#include <poll.h>
#include <sys/prctl.h>
#include <sys/wait.h>
#include <unistd.h>

#include <csignal>
#include <future>

using namespace fairlead;
using namespace std::chrono_literals;
using host::end_deadlines;
using host::last_resort;

namespace {

/// Has a child of its own that wants no signal to end it, and waits for the end.
[[noreturn]] void parent_of_a_stubborn_one(int ready) {
    const auto parent = ::getpid();
    const auto child = ::fork();
    if (child != 0) {
        for (;;) ::pause();
    }
    std::signal(SIGTERM, SIG_IGN);
    ::prctl(PR_SET_PDEATHSIG, SIGTERM);
    if (::getppid() != parent) ::_exit(2);
    last_resort last{[](std::string_view) { ::_exit(1); }};
    last.follow_parent(1ms);
    [[maybe_unused]] const auto told = ::write(ready, "!", 1);
    for (;;) ::pause();
}

}  // namespace

TEST_CASE("of several deadlines the earliest counts, and what is withdrawn does not",
          "[last_resort]") {
    const end_deadlines::time_point zero{};
    end_deadlines all;
    CHECK(all.next() == nullptr);
    all.ask(zero + 3s, "third");
    all.ask(zero + 2s, "second");
    all.ask(zero + 4s, "fourth");
    REQUIRE(all.next() != nullptr);
    CHECK(all.next()->why == "second");
    CHECK(all.next()->at == zero + 2s);
    all.orphan(zero + 3s);
    CHECK(all.next()->why == "second");
    all.withdraw();
    CHECK(all.next()->why == "who started it has ended");
    all.ask(zero + 1s, "first");
    CHECK(all.next()->why == "first");
}

TEST_CASE("what is due is told its reason, once and on a thread of its own", "[last_resort]") {
    std::promise<std::pair<std::string, std::thread::id>> told;
    auto end = told.get_future();
    last_resort last{[&](std::string_view why) {
        told.set_value({std::string{why}, std::this_thread::get_id()});
    }};
    last.end_within(24h, "much later");
    last.withdraw();
    last.end_within(24h, "later");
    last.end_within(1ms, "now");
    REQUIRE(end.wait_for(tests::patience()) == std::future_status::ready);
    const auto [why, thread] = end.get();
    CHECK(why == "now");
    CHECK(thread != std::this_thread::get_id());
}

TEST_CASE("who is to end with his parent ends with it, whatever he does", "[last_resort]") {
    int ends[2];
    REQUIRE(::pipe(ends) == 0);
    unique_fd from{ends[0]}, to{ends[1]};
    const auto parent = ::fork();
    if (parent == 0) parent_of_a_stubborn_one(ends[1]);
    REQUIRE(parent > 0);
    to.reset();
    const auto has_news = [&] {
        pollfd wait{from.get(), POLLIN, 0};
        return ::poll(&wait, 1, static_cast<int>(tests::patience().count())) == 1;
    };
    char said = 0;
    const bool is_ready = has_news() && ::read(from.get(), &said, 1) == 1;
    ::kill(parent, SIGKILL);
    ::waitpid(parent, nullptr, 0);
    REQUIRE(is_ready);
    // Both have the other end: it is closed when both are gone.
    CHECK((has_news() && ::read(from.get(), &said, 1) == 0));
}
