// SPDX-License-Identifier: MIT
//
// json_peers_bench — a list of 10 000 structs out of JSON and into it: the SDK's codec, Boost.JSON
// and nlohmann, each the way its own handbook shows. "of_fairlead" is a side's time by ours.
#include <fairlead/json/arguments.hpp>
#include <fairlead/json/codec.hpp>

#include <benchmark/benchmark.h>
#include <boost/json.hpp>

#include <chrono>
#include <string>
#include <tuple>
#include <vector>
#ifdef FAIRLEAD_HAVE_NLOHMANN_JSON
#include <nlohmann/json.hpp>
#endif

namespace fairlead::bench_peers {

struct address {
    std::string street;
    int number = 0;
    bool operator==(address const&) const = default;
};
BOOST_DESCRIBE_STRUCT(address, (), (street, number))

struct person {
    std::string name;
    int age = 0;
    double height = 0;
    bool is_member = false;
    std::vector<address> addresses;
    bool operator==(person const&) const = default;
};
BOOST_DESCRIBE_STRUCT(person, (), (name, age, height, is_member, addresses))

#ifdef FAIRLEAD_HAVE_NLOHMANN_JSON
NLOHMANN_DEFINE_TYPE_NON_INTRUSIVE(address, street, number)
NLOHMANN_DEFINE_TYPE_NON_INTRUSIVE(person, name, age, height, is_member, addresses)
#endif

}  // namespace fairlead::bench_peers

namespace {

using namespace fairlead;
using bench_peers::person;
using list = std::vector<person>;

list const& people() {
    static const list all = [] {
        list made;
        for (int i = 0; i < 10'000; ++i)
            made.push_back({"Person \"" + std::to_string(i) + "\" of the crew",
                            18 + i % 60,
                            1.5 + i % 64 / 64.0,
                            i % 3 == 0,
                            {{"Quay " + std::to_string(i % 97), i % 40}, {"Bow street", i % 7}}});
        return made;
    }();
    return all;
}

std::string const& text() {
    static const std::string made = [] {
        std::string to;
        json::write(to, people());
        return to;
    }();
    return made;
}

/// Runs `work`; `ours` keeps the time of the first side, which is registered first.
template <class Work>
void measure(benchmark::State& state, double& ours, bool is_ours, Work work) {
    const auto begin = std::chrono::steady_clock::now();
    for (auto _ : state) work();
    const std::chrono::duration<double> all = std::chrono::steady_clock::now() - begin;
    const auto each = all.count() / static_cast<double>(state.iterations());
    if (is_ours) ours = each;
    else if (ours > 0) state.counters["of_fairlead"] = each / ours;
    state.SetBytesProcessed(state.iterations() * static_cast<std::int64_t>(text().size()));
}

double reading_ours = 0, writing_ours = 0;

template <class Read>
void reads(benchmark::State& state, bool is_ours, Read read) {
    if (read() != people()) return state.SkipWithError("it reads as something else");
    measure(state, reading_ours, is_ours, [&] {
        auto all = read();
        benchmark::DoNotOptimize(all);
    });
}

void read_fairlead(benchmark::State& state) {
    const auto arguments = '[' + text() + ']';
    const auto read = [&] {
        return std::get<0>(json::read_arguments<std::tuple<list>>(arguments, "bench"));
    };
    reads(state, true, read);
}
BENCHMARK(read_fairlead)->Unit(benchmark::kMillisecond);

void read_boost(benchmark::State& state) {
    const auto read = [] { return boost::json::value_to<list>(boost::json::parse(text())); };
    reads(state, false, read);
}
BENCHMARK(read_boost)->Unit(benchmark::kMillisecond);

#ifdef FAIRLEAD_HAVE_NLOHMANN_JSON
void read_nlohmann(benchmark::State& state) {
    const auto read = [] { return nlohmann::json::parse(text()).get<list>(); };
    reads(state, false, read);
}
BENCHMARK(read_nlohmann)->Unit(benchmark::kMillisecond);
#endif

void write_fairlead(benchmark::State& state) {
    std::string to;
    measure(state, writing_ours, true, [&] {
        to.clear();
        json::write(to, people());
        benchmark::DoNotOptimize(to.data());
    });
}
BENCHMARK(write_fairlead)->Unit(benchmark::kMillisecond);

void write_boost(benchmark::State& state) {
    measure(state, writing_ours, false, [&] {
        auto to = boost::json::serialize(boost::json::value_from(people()));
        benchmark::DoNotOptimize(to.data());
    });
}
BENCHMARK(write_boost)->Unit(benchmark::kMillisecond);

#ifdef FAIRLEAD_HAVE_NLOHMANN_JSON
void write_nlohmann(benchmark::State& state) {
    measure(state, writing_ours, false, [&] {
        auto to = nlohmann::json(people()).dump();
        benchmark::DoNotOptimize(to.data());
    });
}
BENCHMARK(write_nlohmann)->Unit(benchmark::kMillisecond);
#endif

}  // namespace
