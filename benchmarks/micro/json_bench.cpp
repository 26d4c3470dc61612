// SPDX-License-Identifier: MIT
//
// json_bench — what do C++ values cost on their way to JSON and back, with the
// SDK's codec?
//
// Read as arguments of a call, written as its result. bytes/s are of JSON text.
// Baseline: memcpy of the text, which is the least that reading a stranger's
// text can cost.
#include <fairlead/json/arguments.hpp>
#include <fairlead/json/codec.hpp>

#include <benchmark/benchmark.h>

#include <cstring>
#include <string>
#include <tuple>
#include <vector>

namespace fairlead::bench_values {

struct address {
    std::string street = "12 Analytical Row";
    int number = 12;
    bool operator==(address const&) const = default;
};
BOOST_DESCRIBE_STRUCT(address, (), (street, number))

struct person {
    std::string name = "Ada Lovelace";
    int age = 36;
    double height = 1.65;
    bool is_member = true;
    std::vector<address> addresses{2};
    bool operator==(person const&) const = default;
};
BOOST_DESCRIBE_STRUCT(person, (), (name, age, height, is_member, addresses))

}  // namespace fairlead::bench_values

namespace {

using namespace fairlead;
using bench_values::person;

template <class T>
std::string array_of(T const& value) {
    return json::write_arguments(value);
}

template <class T>
void read_back(benchmark::State& state, T const& value) {
    const auto text = array_of(value);
    for (auto _ : state) {
        auto read = json::read_arguments<std::tuple<T>>(text, "bench");
        benchmark::DoNotOptimize(read);
    }
    if (std::get<0>(json::read_arguments<std::tuple<T>>(text, "bench")) != value)
        return state.SkipWithError("it reads back as something else");
    state.SetBytesProcessed(state.iterations() * static_cast<std::int64_t>(text.size()));
}

template <class T>
void written(benchmark::State& state, T const& value) {
    std::string text;
    for (auto _ : state) {
        text.clear();
        json::write(text, value);
        benchmark::DoNotOptimize(text.data());
    }
    state.SetBytesProcessed(state.iterations() * static_cast<std::int64_t>(text.size()));
}

std::string a_string(benchmark::State const& state) {
    return std::string(static_cast<std::size_t>(state.range(0)), 'a');
}
std::vector<person> people(benchmark::State const& state) {
    return std::vector<person>(static_cast<std::size_t>(state.range(0)));
}
std::vector<std::int64_t> numbers(benchmark::State const& state) {
    std::vector<std::int64_t> list(static_cast<std::size_t>(state.range(0)));
    for (std::size_t i = 0; i < list.size(); ++i) list[i] = static_cast<std::int64_t>(i * i);
    return list;
}

void string_read(benchmark::State& state) { read_back(state, a_string(state)); }
void string_written(benchmark::State& state) { written(state, a_string(state)); }
void structs_read(benchmark::State& state) { read_back(state, people(state)); }
void structs_written(benchmark::State& state) { written(state, people(state)); }
void numbers_read(benchmark::State& state) { read_back(state, numbers(state)); }
void numbers_written(benchmark::State& state) { written(state, numbers(state)); }
BENCHMARK(string_read)->Arg(64)->Arg(1 << 10)->Arg(64 << 10)->Arg(1 << 20);
BENCHMARK(string_written)->Arg(64)->Arg(1 << 10)->Arg(64 << 10)->Arg(1 << 20);
BENCHMARK(structs_read)->Arg(1)->Arg(100);
BENCHMARK(structs_written)->Arg(1)->Arg(100);
BENCHMARK(numbers_read)->Arg(10)->Arg(10'000);
BENCHMARK(numbers_written)->Arg(10)->Arg(10'000);

void text_copied(benchmark::State& state) {
    const auto text = array_of(a_string(state));
    std::string copy;
    for (auto _ : state) {
        copy = text;
        benchmark::DoNotOptimize(copy.data());
    }
    state.SetBytesProcessed(state.iterations() * static_cast<std::int64_t>(text.size()));
}
BENCHMARK(text_copied)->Arg(64)->Arg(1 << 10)->Arg(64 << 10)->Arg(1 << 20);

}  // namespace
