// SPDX-License-Identifier: MIT
//
// log — what a plugin has said lately, and goes on saying. The broker answers when there is more:
// nobody asks in a loop.
#include "cli/commands/ask.hpp"
#include "cli/commands/commands.hpp"
#include "cli/exit_code.hpp"
#include "cli/output/colours.hpp"

#include <boost/json.hpp>

#include <algorithm>
#include <cstdio>

namespace fairlead::cli {
namespace {

namespace json = boost::json;

struct said {
    std::uint64_t next = 0;
    std::uint64_t lost = 0;
    json::array lines;
};

said parsed(std::string const& answer) {
    auto value = json::parse(answer);
    return {value.at("next").to_number<std::uint64_t>(),
            value.at("lost").to_number<std::uint64_t>(), std::move(value.at("lines").as_array())};
}

/// Without a deadline: a plugin may be silent for days. Ctrl-C ends it.
said wait_for_more(client::connection& broker, std::string const& plugin, std::uint64_t from) {
    const auto args = json::serialize(json::array{plugin, from});
    auto answer = broker.call_wait("fairlead.plugin.log", args, {});
    if (answer.ok) return parsed(answer.json);
    throw command_failed{exit_code_of(answer.why.code), std::string{to_text(answer.why.code)},
                         answer.why.message};
}

void print_line(json::object const& line, json_style style, colours const& paint) {
    if (style != json_style::off)
        return void(std::printf("%s\n", styled(json::serialize(line), style).c_str()));
    const auto pid = line.at("pid").to_number<std::int64_t>();
    const auto who = pid == 0 ? std::string{"fairlead"} : std::to_string(pid);
    const auto text = readable(line.at("text").as_string());
    std::printf("%s %s\n", paint.weak(who + ':').c_str(),
                pid == 0 ? paint.heading(text).c_str() : text.c_str());
}

void print_lines(log_command const& command, said const& some, std::size_t most) {
    const colours paint;
    const auto begin = some.lines.size() - std::min(most, some.lines.size());
    for (auto i = begin; i < some.lines.size(); ++i)
        print_line(some.lines[i].as_object(), command.common.json, paint);
    std::fflush(stdout);
}

}  // namespace

int execute(log_command const& command) {
    const auto broker = attach(command.common.to);
    auto some = parsed(ask(*broker, command.common, "fairlead.plugin.log",
                           json::serialize(json::array{command.name})));
    print_lines(command, some, command.lines);
    while (command.follow) {
        some = wait_for_more(*broker, command.name, some.next);
        if (some.lost > 0)
            std::fprintf(stderr, "log: %llu lines were gone before they could be read\n",
                         static_cast<unsigned long long>(some.lost));
        print_lines(command, some, some.lines.size());
    }
    return 0;
}

}  // namespace fairlead::cli
