// SPDX-License-Identifier: MIT
//
// product — runs the tool, and reads what it says.
#include "benchmarks/runner/product.hpp"
#include "benchmarks/runner/sample_json.hpp"
#include "benchmarks/support/process_stats.hpp"

#include <algorithm>

namespace fairlead::bench {
namespace {

constexpr auto slack = 60 * second;

std::vector<std::string> bench(std::size_t size, std::size_t in_flight, nanoseconds length) {
    return {"bench",
            "--size",
            std::to_string(size),
            "--in-flight",
            std::to_string(in_flight),
            "--seconds",
            std::to_string(in_seconds(length)),
            "--json",
            "-"};
}

}  // namespace

std::optional<std::string> trouble_with(std::filesystem::path const& tool, places const& where) {
    if (!std::filesystem::exists(tool)) return tool.string() + " is not there";
    try {
        child{tool, {"bench", "--help"}, where.scratch / "fairlead.log"}.read_all(10 * second);
        return std::nullopt;
    } catch (child_failed const&) {
        return tool.string() + " does not know the verb bench";
    }
}

sample measure_product(std::filesystem::path const& tool, std::size_t size, point const& what,
                       places const& where) {
    auto arguments = bench(size, what.in_flight, what.length);
    if (what.when == scenario::every_1ms) arguments.insert(arguments.end(), {"--every-ms", "1"});
    if (what.when == scenario::every_20ms) arguments.insert(arguments.end(), {"--every-ms", "20"});
    std::optional<hogs> load;
    if (what.when == scenario::hogs) load.emplace(where.hogs);
    const auto begin = now();
    const auto busy = machine_busy();
    child run{tool, arguments, where.scratch / "fairlead.log"};
    auto read = parse_sample(run.read_all(what.length + slack));
    read.foreign_cores =
        std::max(0.0, in_seconds(machine_busy() - busy - run.cpu())) / in_seconds(now() - begin);
    return read;
}

idle_sample watch_product_idle(std::filesystem::path const& tool, nanoseconds length,
                               places const& where) {
    auto arguments = bench(64, 1, 50 * millisecond);
    arguments.insert(arguments.end(), {"--idle", std::to_string(in_seconds(length))});
    child run{tool, arguments, where.scratch / "fairlead.log"};
    return parse_idle(run.read_all(length + slack));
}

}  // namespace fairlead::bench
