// SPDX-License-Identifier: MIT
//
// work — the ledger of calls in flight, and the stopwatch.
#include "benchmarks/support/work.hpp"

#include <unistd.h>

#include <numeric>

namespace fairlead::bench {

ledger::ledger(payload const& sent, std::size_t in_flight)
    : sent_{sent}, slots_(in_flight), free_(in_flight) {
    std::iota(free_.begin(), free_.end(), std::size_t{0});
}

std::uint64_t ledger::open() noexcept {
    const auto at = free_.back();
    free_.pop_back();
    // Its slot by the remainder; never 0, which is what unwritten memory holds.
    const auto number = ++rounds_ * slots_.size() + at;
    slots_[at] = {number, now(), true};
    return number;
}

void ledger::settle(std::span<const std::byte> answer, histogram& rtt) {
    const auto number = sent_.number_of(answer);
    const auto at = number % slots_.size();
    auto& call = slots_[at];
    if (!call.is_open || call.number != number)
        throw broken_payload{"an answer to message " + std::to_string(number) +
                             ", which is not in flight"};
    sent_.verify(answer, number);
    rtt.record(now() - call.asked);
    ++settled_;
    call.is_open = false;
    free_.push_back(at);
}

stopwatch::stopwatch(task const& work) : work_{work}, processes_{work.processes} {
    processes_.push_back(::getpid());
    begin_ = now() + work.warm_up;
}

bool stopwatch::starts(nanoseconds at) {
    if (started_ || at < begin_) return false;
    started_ = true;
    used_ = usage_of(processes_);
    busy_ = machine_busy();
    begin_ = now();  // A slow call may have ended late; reading /proc took its time, too.
    end_ = begin_ + work_.length;
    return true;
}

void stopwatch::finish(report& into) const {
    into.length = now() - begin_;
    const auto used = usage_of(processes_);
    into.used.cpu = used.cpu - used_.cpu;
    into.used.sleeps = used.sleeps - used_.sleeps;
    into.used.preemptions = used.preemptions - used_.preemptions;
    into.used.resident_bytes = used.resident_bytes;
    into.foreign_cpu = machine_busy() - busy_ - into.used.cpu;
}

}  // namespace fairlead::bench
