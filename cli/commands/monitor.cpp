// SPDX-License-Identifier: MIT
//
// monitor — what is routed, as it is routed: a stream that the broker fills and never waits for.
#include "cli/commands/commands.hpp"
#include "cli/commands/record_stream.hpp"
#include "cli/monitor/record_line.hpp"

#include <boost/json.hpp>

#include <cstdio>

namespace fairlead::cli {
namespace {

namespace json = boost::json;

std::string filter_of(monitor_command const& command) {
    json::object filter{{"payload", command.payload}, {"rate", command.rate}};
    const auto add = [&](char const* key, std::string const& text) {
        if (!text.empty()) filter[key] = text;
    };
    add("peer", command.peer);
    add("method", command.method);
    add("topic", command.topic);
    if (command.errors) filter["errors"] = true;
    if (command.slow_ms > 0) filter["slowMs"] = command.slow_ms;
    if (!command.redact.empty())
        filter["redact"] = json::array(command.redact.begin(), command.redact.end());
    return json::serialize(json::array{std::move(filter)});
}

void print(std::string const& record, monitor_command const& command, colours const& paint) {
    const auto text = command.common.json != json_style::off ? styled(record, command.common.json)
                                                             : monitor::line_of(record, paint);
    std::printf("%s\n", text.c_str());
    std::fflush(stdout);
}

}  // namespace

int execute(monitor_command const& command) {
    const auto broker = attach(command.common.to);
    record_stream records{*broker, "fairlead.control.monitor", filter_of(command)};
    const colours paint;
    for (unsigned seen = 0; command.count == 0 || seen < command.count; ++seen) {
        const auto record = records.next();
        if (!record) break;
        print(*record, command, paint);
    }
    return 0;
}

}  // namespace fairlead::cli
