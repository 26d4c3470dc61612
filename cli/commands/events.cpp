// SPDX-License-Identifier: MIT
//
// emit and subscribe — the event side of the command line.
#include "cli/commands/commands.hpp"
#include "cli/exit_code.hpp"
#include "cli/output/colours.hpp"

#include <fairlead/vocabulary/json_string.hpp>

#include <condition_variable>
#include <cstdio>
#include <deque>
#include <mutex>
#include <optional>
#include <utility>

namespace fairlead::cli {
namespace {

/// Events between the connection's thread and the one that prints; bounded, says what it skipped.
class printing_queue {
public:
    void push(std::string line) {
        const std::lock_guard lock{mutex_};
        if (lines_.size() >= lines_max) ++skipped_;
        else lines_.push_back(std::move(line));
        changed_.notify_one();
    }
    void end(std::string why) {
        const std::lock_guard lock{mutex_};
        ended_ = std::move(why);
        changed_.notify_one();
    }
    /// The next line, or nothing: the connection has ended.
    std::optional<std::string> pop() {
        std::unique_lock lock{mutex_};
        changed_.wait(lock, [&] { return !lines_.empty() || ended_; });
        if (std::exchange(skipped_, 0) != 0)
            std::fprintf(stderr, "subscribe: the terminal does not keep up; events were skipped\n");
        if (lines_.empty()) return std::nullopt;
        auto line = std::move(lines_.front());
        lines_.pop_front();
        return line;
    }
    std::string why() {
        const std::lock_guard lock{mutex_};
        return ended_.value_or("");
    }

private:
    static constexpr std::size_t lines_max = 10'000;
    std::mutex mutex_;
    std::condition_variable changed_;
    std::deque<std::string> lines_;
    std::size_t skipped_ = 0;
    std::optional<std::string> ended_;
};

std::string line_of(std::string_view topic, std::string_view data, json_style style) {
    if (style == json_style::off) return readable(topic) + ' ' + std::string{data};
    std::string json = "{\"topic\":";
    append_json_string(json, topic);
    json += ",\"data\":";
    json += data;
    json += '}';
    return styled(json, style);
}

}  // namespace

int execute(emit_command const& command) {
    const auto data = json_array(command.data);
    const auto broker = attach(command.common.to);
    if (!broker->emit(command.topic, data))
        throw command_failed{exit_code::usage, "bad-arguments",
                             "'" + command.topic + "' is not a topic name, or the broker is busy"};
    // The broker answers in order: once this answer is here, the event was taken.
    const auto answer = broker->call_wait("fairlead.list", "[]", {command.common.to.timeout});
    if (!answer.ok)
        throw command_failed{exit_code_of(answer.why.code), std::string{to_text(answer.why.code)},
                             answer.why.message};
    return 0;
}

int execute(subscribe_command const& command) {
    printing_queue lines;
    const auto broker = attach(command.common.to);
    broker->on_closed([&](std::string_view why) { lines.end(std::string{why}); });
    const auto style = command.common.json;
    broker->subscribe(
        command.topic,
        [&lines, style](std::string_view topic, std::string_view data) {
            lines.push(line_of(topic, data, style));
        },
        [&lines](client::reply const& reply) {
            if (!reply.ok) lines.end(std::string{reply.message});
        });
    for (unsigned seen = 0; command.count == 0 || seen < command.count; ++seen) {
        const auto line = lines.pop();
        if (!line) throw command_failed{exit_code::failure, "subscribe", lines.why()};
        std::printf("%s\n", line->c_str());
        std::fflush(stdout);
    }
    return 0;
}

}  // namespace fairlead::cli
