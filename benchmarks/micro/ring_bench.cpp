// SPDX-License-Identifier: MIT
//
// ring_bench — what does a record cost in the ring?
//
// ring_here: written and read on one thread in batches of 16, so nothing but
// instructions is measured. ring_across: one thread writes, another reads;
// bytes/s is one way. Baseline: memcpy of as much, twice. Each record carries
// its number; who reads a wrong one ends the benchmark.
#include <fairlead/shm/ring.hpp>
#include <fairlead/wire/limits.hpp>

#include <benchmark/benchmark.h>

#include <atomic>
#include <cstring>
#include <memory>
#include <new>
#include <sched.h>
#include <thread>
#include <vector>

namespace {

using namespace fairlead;

struct memory {
    explicit memory(std::size_t bytes)
        : data{static_cast<std::byte*>(::operator new (bytes, std::align_val_t{4096}))},
          size{bytes} {
        std::memset(data, 0, bytes);
    }
    ~memory() { ::operator delete (data, std::align_val_t{4096}); }
    memory(memory const&) = delete;
    memory& operator=(memory const&) = delete;

    shm::ring_control control{};
    std::byte* data;
    std::size_t size;
};

bool write_one(shm::ring_producer& to, std::vector<std::byte>& record, std::uint64_t number) {
    const auto room = to.try_claim(record.size());
    if (!room.has_value() || !*room) return false;
    std::memcpy(record.data(), &number, sizeof number);
    std::memcpy((*room)->data(), record.data(), record.size());
    to.commit();
    return true;
}

/// Copies it out, as everybody does who parses what a stranger wrote.
bool read_one(shm::ring_consumer& from, std::vector<std::byte>& record, std::uint64_t expected) {
    const auto found = from.peek();
    if (!found.has_value() || !*found || (*found)->size() != record.size()) return false;
    std::memcpy(record.data(), (*found)->data(), record.size());
    from.release();
    std::uint64_t number;
    std::memcpy(&number, record.data(), sizeof number);
    return number == expected;
}

void count(benchmark::State& state, std::size_t records) {
    state.SetItemsProcessed(static_cast<std::int64_t>(records));
    state.SetBytesProcessed(static_cast<std::int64_t>(records) * state.range(0));
}

void ring_here(benchmark::State& state) {
    constexpr std::size_t batch = 16;
    memory shared{wire::ring_bytes_default};
    shm::ring_producer producer{shared.control, {shared.data, shared.size}};
    shm::ring_consumer consumer{shared.control, {shared.data, shared.size}};
    std::vector<std::byte> out(static_cast<std::size_t>(state.range(0))), in(out.size());
    std::uint64_t written = 0, read = 0;
    for (auto _ : state) {
        for (std::size_t i = 0; i < batch; ++i)
            if (!write_one(producer, out, written++)) return state.SkipWithError("no room");
        benchmark::DoNotOptimize(producer.publish());
        for (std::size_t i = 0; i < batch; ++i)
            if (!read_one(consumer, in, read++)) return state.SkipWithError("a wrong record");
        benchmark::DoNotOptimize(consumer.publish());
    }
    count(state, read);
}
BENCHMARK(ring_here)->Arg(64)->Arg(1024)->Arg(16384);

void ring_across(benchmark::State& state) {
    memory shared{wire::ring_bytes_default};
    std::atomic<std::uint64_t> read{0};
    std::atomic<bool> ends{false}, broken{false};
    const auto size = static_cast<std::size_t>(state.range(0));
    std::thread reader{[&] {
        shm::ring_consumer consumer{shared.control, {shared.data, shared.size}};
        std::vector<std::byte> in(size);
        std::uint64_t next = 0;
        while (true) {
            const auto before = next;
            for (auto found = consumer.peek(); found.has_value() && *found; found = consumer.peek())
                if (!read_one(consumer, in, next++)) broken = true;
            benchmark::DoNotOptimize(consumer.publish());
            read.store(next, std::memory_order_release);
            if (next != before) continue;
            if (ends || broken) return;
            ::sched_yield();
        }
    }};
    shm::ring_producer producer{shared.control, {shared.data, shared.size}};
    std::vector<std::byte> out(size);
    constexpr std::uint64_t batch = 1024;
    std::uint64_t written = 0;
    for (auto _ : state) {
        for (const auto end = written + batch; written != end;) {
            if (write_one(producer, out, written)) {
                if (++written % 16 == 0) benchmark::DoNotOptimize(producer.publish());
                continue;
            }
            if (broken) break;
            benchmark::DoNotOptimize(producer.publish());
            ::sched_yield();
        }
        benchmark::DoNotOptimize(producer.publish());
        while (read.load(std::memory_order_acquire) != written && !broken) ::sched_yield();
    }
    ends = true;
    reader.join();
    if (broken) return state.SkipWithError("a wrong record");
    count(state, written);
}
BENCHMARK(ring_across)->Arg(64)->Arg(1024)->Arg(16384)->UseRealTime();

void copied_twice(benchmark::State& state) {
    std::vector<std::byte> from(static_cast<std::size_t>(state.range(0))), middle(from.size()),
        to(from.size());
    for (auto _ : state) {
        std::memcpy(middle.data(), from.data(), from.size());
        benchmark::DoNotOptimize(middle.data());
        std::memcpy(to.data(), middle.data(), from.size());
        benchmark::DoNotOptimize(to.data());
        benchmark::ClobberMemory();
    }
    count(state, static_cast<std::size_t>(state.iterations()));
}
BENCHMARK(copied_twice)->Arg(64)->Arg(1024)->Arg(16384);

}  // namespace
