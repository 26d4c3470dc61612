// SPDX-License-Identifier: MIT
//
// results — medians, spreads, and looking things up.
#include "benchmarks/runner/results.hpp"

#include <algorithm>
#include <set>

namespace fairlead::bench {
namespace {

constexpr double disturbed_cores = 0.125;

template <class Sample>
std::vector<double> sorted(std::vector<Sample> const& of, double Sample::*figure) {
    std::vector<double> values;
    for (auto const& one : of) values.push_back(one.*figure);
    std::ranges::sort(values);
    return values;
}

}  // namespace

std::string_view to_text(scenario which) {
    switch (which) {
        case scenario::hot: return "hot";
        case scenario::hogs: return "hogs";
        case scenario::every_1ms: return "every-1ms";
        case scenario::every_20ms: return "every-20ms";
        case scenario::idle: return "idle";
    }
    return "unknown";
}

std::vector<sample> case_result::kept() const {
    if (id.when == scenario::hogs) return samples;  // Strangers are the point.
    std::vector<sample> calm;
    std::ranges::copy_if(samples, std::back_inserter(calm),
                         [](sample const& one) { return one.foreign_cores <= disturbed_cores; });
    return calm.size() * 2 >= samples.size() ? calm : samples;
}

template <class Sample>
double median(std::vector<Sample> const& of, double Sample::*figure) {
    const auto values = sorted(of, figure);
    if (values.empty()) return 0;
    const auto middle = values.size() / 2;
    return values.size() % 2 == 1 ? values[middle] : (values[middle - 1] + values[middle]) / 2;
}

template <class Sample>
range spread(std::vector<Sample> const& of, double Sample::*figure) {
    const auto values = sorted(of, figure);
    return values.empty() ? range{} : range{values.front(), values.back()};
}

template double median(std::vector<sample> const&, double sample::*);
template double median(std::vector<idle_sample> const&, double idle_sample::*);
template range spread(std::vector<sample> const&, double sample::*);
template range spread(std::vector<idle_sample> const&, double idle_sample::*);

case_result& results::at(case_id const& id) {
    const auto found = std::ranges::find(cases_, id, &case_result::id);
    if (found != cases_.end()) return *found;
    return cases_.emplace_back(case_result{id, {}, {}});
}

case_result const* results::find(case_id const& id) const {
    const auto found = std::ranges::find(cases_, id, &case_result::id);
    return found == cases_.end() ? nullptr : &*found;
}

std::vector<std::string> results::peers() const {
    std::vector<std::string> list;
    for (auto const& one : cases_)
        if (std::ranges::find(list, one.id.peer) == list.end()) list.push_back(one.id.peer);
    return list;
}

std::vector<std::size_t> results::sizes(scenario when) const {
    std::set<std::size_t> all;
    for (auto const& one : cases_)
        if (one.id.when == when) all.insert(one.id.size);
    return {all.begin(), all.end()};
}

case_result const* results::deepest(std::string const& peer, std::size_t size) const {
    case_result const* found = nullptr;
    for (auto const& one : cases_)
        if (one.id.peer == peer && one.id.size == size && one.id.when == scenario::hot &&
            one.id.in_flight > 1 && (found == nullptr || one.id.in_flight > found->id.in_flight))
            found = &one;
    return found;
}

}  // namespace fairlead::bench
