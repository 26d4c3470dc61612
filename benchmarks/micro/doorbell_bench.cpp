// SPDX-License-Identifier: MIT
//
// doorbell_bench — what does it cost to wake somebody?
//
// rung_and_cleared: the two system calls alone, nobody sleeps. woken_and_back:
// two threads take turns, each asleep in poll() until the other rings; half of
// it is one wake-up. Baseline: an eventfd, which may not cross our trust
// boundary.
#include <fairlead/shm/doorbell.hpp>

#include <benchmark/benchmark.h>

#include <poll.h>
#include <sys/eventfd.h>
#include <unistd.h>

#include <atomic>
#include <thread>

namespace {

using fairlead::unique_fd;
using fairlead::shm::doorbell;

/// False: nothing within a second.
bool wait_for(int fd) {
    pollfd one{fd, POLLIN, 0};
    return ::poll(&one, 1, 1000) == 1;
}

void rung_and_cleared(benchmark::State& state) {
    auto bells = doorbell::make_pair();
    if (!bells.has_value()) return state.SkipWithError("no doorbell");
    auto const& [near, far] = *bells;
    for (auto _ : state) {
        near.ring();
        if (!far.clear()) return state.SkipWithError("closed");
    }
}
BENCHMARK(rung_and_cleared);

void woken_and_back(benchmark::State& state) {
    auto bells = doorbell::make_pair();
    if (!bells.has_value()) return state.SkipWithError("no doorbell");
    auto const& [near, far] = *bells;
    std::atomic<bool> ends{false};
    std::thread other{[&] {
        while (wait_for(far.fd()) && !ends) {
            if (!far.clear()) return;
            far.ring();
        }
    }};
    for (auto _ : state) {
        near.ring();
        if (!wait_for(near.fd()) || !near.clear()) {
            state.SkipWithError("nobody rang back");
            break;
        }
    }
    ends = true;
    near.ring();
    other.join();
}
BENCHMARK(woken_and_back)->UseRealTime();

void eventfd_woken_and_back(benchmark::State& state) {
    const unique_fd there{::eventfd(0, EFD_CLOEXEC)}, back{::eventfd(0, EFD_CLOEXEC)};
    std::atomic<bool> ends{false};
    const auto ring = [](unique_fd const& bell) { return ::eventfd_write(bell.get(), 1) == 0; };
    const auto clear = [](unique_fd const& bell) {
        eventfd_t count = 0;
        return ::eventfd_read(bell.get(), &count) == 0;
    };
    std::thread other{[&] {
        while (wait_for(there.get()) && !ends)
            if (!clear(there) || !ring(back)) return;
    }};
    for (auto _ : state)
        if (!ring(there) || !wait_for(back.get()) || !clear(back)) {
            state.SkipWithError("nobody rang back");
            break;
        }
    ends = true;
    ring(there);
    other.join();
}
BENCHMARK(eventfd_woken_and_back)->UseRealTime();

}  // namespace
