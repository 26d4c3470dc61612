// SPDX-License-Identifier: MIT
//
// monitor — what is routed, as it is routed: a stream that the broker fills and never waits for.
#include "cli/commands/commands.hpp"
#include "cli/exit_code.hpp"
#include "cli/monitor/record_line.hpp"

#include <fairlead/call_failed.hpp>
#include <fairlead/live/remote_stream.hpp>

#include <boost/json.hpp>

#include <cstdio>
#include <memory>

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
    struct shared {
        client::call_line line;
        live::remote_stream records{[this](std::uint64_t bytes, bool last) {
                                        if (!last) line.credit({wire::result_stream, bytes, false});
                                    },
                                    true};
    };
    const auto broker = attach(command.common.to);
    const auto call = std::make_shared<shared>();  // The handlers may outlive this function.
    client::live_handlers live;
    live.on_item = [call](client::stream_item const& item) { call->records.deliver(item); };
    const auto id =
        broker->call("fairlead.control.monitor", filter_of(command), {}, std::move(live),
                     [call](client::reply const& how) {
                         call->records.end(how.ok ? std::nullopt : std::optional{how.to_failure()});
                     });
    call->line = broker->line(id);
    const colours paint;
    try {
        for (unsigned seen = 0; command.count == 0 || seen < command.count; ++seen) {
            call->records.wait();
            const auto record = call->records.take();
            if (!record) break;
            print(record->json, command, paint);
        }
    } catch (call_failed const& why) {
        throw command_failed{exit_code_of(why.code()), std::string{to_text(why.code())},
                             why.what()};
    }
    return 0;
}

}  // namespace fairlead::cli
