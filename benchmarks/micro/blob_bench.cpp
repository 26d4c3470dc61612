// SPDX-License-Identifier: MIT
//
// blob_bench — what does a slot for a large payload cost when the pool has one,
// and when it has none?
//
// Baseline for the second: it is what each message would pay without the pool.
#include <fairlead/shm/blob_pool.hpp>

#include <benchmark/benchmark.h>

#include <cstring>
#include <memory>

namespace {

using fairlead::shm::blob_pool;

void slot_taken_again(benchmark::State& state) {
    const auto pool = std::make_shared<blob_pool>();
    for (auto _ : state) {
        const auto loan = pool->try_take(static_cast<std::size_t>(state.range(0)));
        if (loan == nullptr) return state.SkipWithError("no memory");
        benchmark::DoNotOptimize(loan->bytes().data());
    }
}
BENCHMARK(slot_taken_again)->Arg(64 << 10)->Arg(1 << 20);

void slot_made_and_touched(benchmark::State& state) {
    const auto size = static_cast<std::size_t>(state.range(0));
    for (auto _ : state) {
        const auto loan = std::make_shared<blob_pool>()->try_take(size);
        if (loan == nullptr) return state.SkipWithError("no memory");
        std::memset(loan->bytes().data(), 1, size);
    }
    state.SetBytesProcessed(state.iterations() * state.range(0));
}
BENCHMARK(slot_made_and_touched)->Arg(64 << 10)->Arg(1 << 20);

}  // namespace
