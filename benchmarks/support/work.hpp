// SPDX-License-Identifier: MIT
//
// work — the one client loop that every peer runs: so many calls in flight, each answer checked.
//
// An asker brings a request to the backend and its answer back:
//
//   ask(payload&, number, sink)   sends message `number` (payload::stamp() or write()), or keeps it
//                                 for the next flush(); may hand earlier answers to the sink
//   flush(sink)                   sends what was kept; may hand over answers, too
//   take(sink)                    waits until it handed over an answer at least; some are open
//
// and the sink takes a span that need not outlive its call. The clock of a call runs from before
// the caller writes its payload until the caller has read and compared the whole answer.
#pragma once

#include "benchmarks/support/clock.hpp"
#include "benchmarks/support/histogram.hpp"
#include "benchmarks/support/payload.hpp"
#include "benchmarks/support/process_stats.hpp"

#include <sys/types.h>

#include <string>
#include <vector>

namespace fairlead::bench {

struct task {
    std::size_t size = 64;
    std::size_t in_flight = 1;
    nanoseconds length = second;
    nanoseconds warm_up = second / 10;
    nanoseconds every = 0;         ///< One call at each multiple of this; 0: back to back.
    std::vector<pid_t> processes;  ///< Whose CPU time counts besides ours.
};

struct report {
    histogram rtt;
    std::uint64_t count = 0;
    nanoseconds length = 0;
    process_usage used;
    nanoseconds foreign_cpu = 0;  ///< Spent by everybody else on this machine meanwhile.
};

/// The calls in flight. Message numbers name their slot, so an answer that comes twice, or to
/// something never asked, is found out.
class ledger {
public:
    ledger(payload const& sent, std::size_t in_flight);

    std::size_t room() const noexcept { return free_.size(); }
    bool is_empty() const noexcept { return free_.size() == slots_.size(); }
    std::uint64_t settled() const noexcept { return settled_; }

    /// The number of a message that is asked now.
    std::uint64_t open() noexcept;
    /// Checks an answer; its round trip goes to `rtt`.
    void settle(std::span<const std::byte> answer, histogram& rtt);

private:
    struct slot {
        std::uint64_t number = 0;
        nanoseconds asked = 0;
        bool is_open = false;
    };
    payload const& sent_;
    std::vector<slot> slots_;
    std::vector<std::size_t> free_;
    std::uint64_t rounds_ = 0;
    std::uint64_t settled_ = 0;
};

/// Begins and ends what is counted: after the warm-up, and after the length.
class stopwatch {
public:
    explicit stopwatch(task const& work);

    /// Never before it started: even the slowest peer has one answer counted.
    bool is_over(nanoseconds at) const noexcept { return started_ && at >= end_; }
    /// True once, when the warm-up ends: what was recorded so far does not count.
    bool starts(nanoseconds at);
    void finish(report& into) const;

private:
    task const& work_;
    std::vector<pid_t> processes_;
    nanoseconds begin_ = 0;
    nanoseconds end_ = 0;
    bool started_ = false;
    process_usage used_;
    nanoseconds busy_ = 0;
};

template <class Asker>
report run(Asker& asker, task const& work) {
    payload sent{work.size};
    ledger calls{sent, work.in_flight};
    stopwatch watch{work};
    report done;
    std::uint64_t settled_before = 0;
    const auto sink = [&](std::span<const std::byte> answer) { calls.settle(answer, done.rtt); };

    auto next = now();
    for (auto at = next; !watch.is_over(at); at = now()) {
        if (watch.starts(at)) {
            done.rtt = {};
            settled_before = calls.settled();
        }
        if (work.every != 0) {
            next = std::max(next + work.every, at);
            sleep_until(next);
        }
        // As many as are free now: ask() may free more of them, for ever.
        for (auto room = calls.room(); room != 0; --room) asker.ask(sent, calls.open(), sink);
        asker.flush(sink);
        if (!calls.is_empty()) asker.take(sink);
    }
    watch.finish(done);
    done.count = calls.settled() - settled_before;
    while (!calls.is_empty()) {  // Nothing may be lost: who waits in vain is ended by the runner.
        histogram late;
        asker.take([&](std::span<const std::byte> answer) { calls.settle(answer, late); });
    }
    return done;
}

}  // namespace fairlead::bench
