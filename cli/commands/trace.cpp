// SPDX-License-Identifier: MIT
//
// trace — where the time of calls went: looks for a while, then says it, and writes a file.
#include "cli/commands/commands.hpp"
#include "cli/commands/record_stream.hpp"
#include "cli/launch/stop_signals.hpp"
#include "cli/text_file.hpp"
#include "cli/trace/chrome_trace.hpp"
#include "cli/trace/hop_table.hpp"

#include <boost/json.hpp>

#include <poll.h>

#include <cstdio>
#include <thread>

namespace fairlead::cli {
namespace {

namespace json = boost::json;

constexpr std::size_t calls_kept_max = 200'000;

std::string filter_of(trace_command const& command) {
    json::object filter{{"rate", command.rate}};
    if (!command.peer.empty()) filter["peer"] = command.peer;
    if (!command.method.empty()) filter["method"] = command.method;
    if (command.slow_ms > 0) filter["slowMs"] = command.slow_ms;
    return json::serialize(json::array{std::move(filter)});
}

/// Ends a stream when somebody wants this program to end: what was seen is shown.
class early_end {
public:
    early_end(stop_signals& signals, record_stream& records)
        : watch_{[&signals, &records](std::stop_token const& enough) {
              constexpr int look_ms = 100;
              pollfd what{signals.fd(), POLLIN, 0};
              while (!enough.stop_requested()) {
                  if (::poll(&what, 1, look_ms) <= 0) continue;
                  signals.take();  // Else it comes again when we leave.
                  return records.end();
              }
          }} {}

private:
    std::jthread watch_;
};

struct seen_calls {
    std::vector<trace::call_record> calls;
    std::uint64_t skipped = 0;
};

void take(std::string const& line, trace_command const& command, seen_calls& seen) {
    if (auto call = trace::call_record::parse(line)) {
        if (command.common.json != json_style::off) {
            std::printf("%s\n", styled(line, command.common.json).c_str());
            std::fflush(stdout);
        }
        if (seen.calls.size() < calls_kept_max) seen.calls.push_back(std::move(*call));
        else ++seen.skipped;
        return;
    }
    boost::system::error_code failed;
    const auto value = json::parse(line, failed);
    auto const* object = failed ? nullptr : value.if_object();
    if (object == nullptr) return;
    if (auto const* skipped = object->if_contains("skipped"); skipped && skipped->is_number())
        seen.skipped += skipped->to_number<std::uint64_t>();
}

}  // namespace

int execute(trace_command const& command) {
    stop_signals signals;
    const auto broker = attach(command.common.to);
    record_stream records{*broker, "fairlead.control.trace", filter_of(command)};
    const early_end stop{signals, records};
    if (command.seconds > 0)
        records.end_after(std::chrono::milliseconds{static_cast<long>(command.seconds * 1'000)});
    seen_calls seen;
    while (command.count == 0 || seen.calls.size() < command.count) {
        const auto line = records.next();
        if (!line) break;
        take(*line, command, seen);
    }
    if (!command.file.empty())
        write_text(command.file, trace::chrome_trace_of(seen.calls, broker->app()));
    if (command.common.json == json_style::off && !seen.calls.empty())
        std::fputs(trace::table_of(seen.calls, colours{}, command.common.legend).c_str(), stdout);
    if (seen.calls.empty()) std::fprintf(stderr, "no call that fits has ended\n");
    if (seen.skipped > 0)
        std::fprintf(stderr, "%llu calls were too much and are not among these\n",
                     static_cast<unsigned long long>(seen.skipped));
    return 0;
}

}  // namespace fairlead::cli
