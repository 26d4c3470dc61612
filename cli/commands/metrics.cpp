// SPDX-License-Identifier: MIT
//
// metrics — from the counters, without asking the broker.
#include "cli/commands/commands.hpp"
#include "cli/metrics/open_metrics.hpp"
#include "cli/top/counters_of.hpp"

#include <cstdio>

namespace fairlead::cli {

int execute(metrics_command const& command) {
    top::moment now{top::read_counters(top::counters_of(command.common.to, false)), {}};
    now.processes = top::usage_of(now.counters);
    const auto text = metrics::open_metrics(now);
    std::fwrite(text.data(), 1, text.size(), stdout);
    return 0;
}

}  // namespace fairlead::cli
