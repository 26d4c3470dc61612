// SPDX-License-Identifier: MIT
//
// results — what was measured: samples of each case, and the one figure that stands for them.
#pragma once

#include <compare>
#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

namespace fairlead::bench {

enum class scenario { hot, hogs, every_1ms, every_20ms, idle };
std::string_view to_text(scenario which);  ///< "hot", "every-1ms", …

/// One run of a client.
struct sample {
    double p50 = 0, p90 = 0, p99 = 0, p999 = 0, max = 0;  ///< Round trip, microseconds.
    double rt_per_s = 0;
    double mb_per_s = 0;
    double cpu_us_per_rt = 0;
    double foreign_cores = 0;  ///< What others had of the machine: 1 is a whole core.
};

/// Broker and backend, connected and silent.
struct idle_sample {
    double seconds = 0;
    double wakeups_per_s = 0;
    double cpu_ms_per_s = 0;
    double resident_mib = 0;
};

struct case_id {
    std::string peer;
    std::size_t size = 0;
    std::size_t in_flight = 0;
    scenario when = scenario::hot;

    auto operator<=>(case_id const&) const = default;
};

struct case_result {
    case_id id;
    std::vector<sample> samples;
    std::vector<idle_sample> idle;

    /// Without those in which a stranger had more than an eighth of a core, if enough others are
    /// left.
    std::vector<sample> kept() const;
};

/// Each figure by itself: the median p99 need not come from the round of the median p50.
template <class Sample>
double median(std::vector<Sample> const& of, double Sample::*figure);
struct range {
    double min = 0, max = 0;
};
template <class Sample>
range spread(std::vector<Sample> const& of, double Sample::*figure);

class results {
public:
    case_result& at(case_id const& id);
    case_result const* find(case_id const& id) const;
    std::vector<case_result> const& cases() const noexcept { return cases_; }

    /// What appears in the cases, in the order of appearance, or of size.
    std::vector<std::string> peers() const;
    std::vector<std::size_t> sizes(scenario when) const;
    /// The case with the most in flight at that size, if there is one above 1.
    case_result const* deepest(std::string const& peer, std::size_t size) const;

private:
    std::vector<case_result> cases_;
};

}  // namespace fairlead::bench
