// SPDX-License-Identifier: MIT
//
// call, list and print — one question, one answer.
#include "cli/commands/ask.hpp"
#include "cli/commands/commands.hpp"
#include "cli/exit_code.hpp"
#include "cli/output/json_cell.hpp"
#include "cli/output/table.hpp"

#include <fairlead/call_failed.hpp>
#include <fairlead/live/remote_stream.hpp>

#include <boost/json.hpp>

#include <cstdio>

namespace fairlead::cli {
namespace {

[[noreturn]] void fail(errc code, std::string const& message) {
    throw command_failed{exit_code_of(code), std::string{to_text(code)}, message};
}

void print(std::string const& text) {
    std::fwrite(text.data(), 1, text.size(), stdout);
    if (text.empty() || text.back() != '\n') std::fputc('\n', stdout);
}

/// An array of objects as a table; a column for each key.
std::string rows(boost::json::value const& list, std::string const& key,
                 std::vector<std::string> const& keys, std::vector<std::string> legend) {
    table out{std::move(legend)};
    for (auto const& row : list.at(key).as_array()) {
        std::vector<std::string> cells;
        for (auto const& column : keys) cells.push_back(json_cell(row.as_object(), column));
        out.add(std::move(cells));
    }
    return out.text();
}

}  // namespace

std::string ask(client::connection& broker, common_options const& common, std::string_view method,
                std::string_view args) {
    auto answer = broker.call_wait(method, args, {common.to.timeout});
    if (answer.ok) return std::move(answer.json);
    fail(answer.why.code, answer.why.message);
}

std::string json_array(std::vector<std::string> const& values) {
    std::string array = "[";
    for (std::size_t i = 0; i < values.size(); ++i) {
        if (!is_json(values[i]))
            throw command_failed{exit_code::usage, "usage",
                                 "argument " + std::to_string(i + 1) +
                                     " is not JSON: " + values[i] +
                                     " (a string needs its own quotes: '\"" + values[i] + "\"')"};
        if (i != 0) array += ',';
        array += values[i];
    }
    return array + ']';
}

int execute(print_command const& command) {
    print(command.text);
    return 0;
}

/// Without a deadline: a stream goes on as long as somebody reads it. Ctrl-C ends this process, and
/// with it the call.
int follow(call_command const& command, client::connection& broker, std::string_view args) {
    struct shared {
        client::call_line line;
        std::string result;
        live::remote_stream items{[this](std::uint64_t bytes, bool last) {
                                      if (!last) line.credit({wire::result_stream, bytes, false});
                                  },
                                  true};
    };
    const auto call = std::make_shared<shared>();  // The handlers may outlive this function.
    client::live_handlers live;
    live.on_item = [call](client::stream_item const& item) { call->items.deliver(item); };
    if (command.progress)
        live.on_progress = [](std::string_view json) {
            std::fprintf(stderr, "%.*s\n", static_cast<int>(json.size()), json.data());
        };
    const auto id =
        broker.call(command.method, args, {}, std::move(live), [call](client::reply const& how) {
            if (how.ok) call->result = how.json;
            call->items.end(how.ok ? std::nullopt : std::optional{how.to_failure()});
        });
    call->line = broker.line(id);
    try {
        for (;;) {
            call->items.wait();
            const auto item = call->items.take();
            if (!item) break;
            print(styled(item->json, command.common.json));
            std::fflush(stdout);
        }
    } catch (call_failed const& why) {
        fail(why.code(), why.what());
    }
    if (call->result != "null") print(styled(call->result, command.common.json));
    return 0;
}

int execute(call_command const& command) {
    const auto args = json_array(command.args);
    const auto broker = attach(command.common.to);
    if (command.stream || command.progress) return follow(command, *broker, args);
    print(styled(ask(*broker, command.common, command.method, args), command.common.json));
    return 0;
}

int execute(list_command const& command) {
    const auto broker = attach(command.common.to);
    const auto answer = ask(*broker, command.common, "fairlead.list", "[]");
    if (command.common.json != json_style::off) {
        print(styled(answer, command.common.json));
        return 0;
    }
    const auto list = boost::json::parse(answer);
    const auto legend = [&](std::vector<std::string> names) {
        return command.common.legend ? std::move(names) : std::vector<std::string>{};
    };
    if (command.common.legend)
        print("app " + json_cell(list.as_object(), "app") + ", broker pid " +
              json_cell(list.as_object(), "pid") + '\n');
    print(rows(list, "peers",
               {"session", "role", "name", "pid", "methods", "subscriptions", "callsInFlight"},
               legend({"SESSION", "ROLE", "PEER", "PID", "METHODS", "TOPICS", "CALLS"})) +
          '\n');
    print(rows(list, "plugins", {"name", "state", "pid", "restarts", "uptimeSeconds"},
               legend({"PLUGIN", "STATE", "PID", "RESTARTS", "UPTIME S"})));
    return 0;
}

}  // namespace fairlead::cli
