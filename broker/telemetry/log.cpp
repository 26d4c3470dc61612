// SPDX-License-Identifier: MIT
//
// log — the only file that knows spdlog.
#include "broker/telemetry/log.hpp"
#include "broker/telemetry/journal_log.hpp"
#include "broker/telemetry/service_variable.hpp"

#include <spdlog/details/null_mutex.h>
#include <spdlog/logger.h>
#include <spdlog/pattern_formatter.h>
#include <spdlog/sinks/base_sink.h>

#include <poll.h>
#include <unistd.h>

#include <array>
#include <climits>
#include <memory>
#include <string>

namespace fairlead::broker::telemetry {
namespace {

/// stderr, as long as it takes what we say at once.
class patient_stderr final : public spdlog::sinks::base_sink<spdlog::details::null_mutex> {
    void sink_it_(spdlog::details::log_msg const& message) override {
        spdlog::memory_buf_t text;
        formatter_->format(message, text);
        if (dropped_ > 0) {
            const auto confession = fmt::format("({} log lines lost: stderr was full)\n", dropped_);
            if (!put(confession)) return ++dropped_, void();
            dropped_ = 0;
        }
        if (!put({text.data(), text.size()})) ++dropped_;
    }
    void flush_() override {}

    static bool put(std::string_view line) noexcept {
        pollfd out{STDERR_FILENO, POLLOUT, 0};
        if (::poll(&out, 1, 0) != 1 || (out.revents & POLLOUT) == 0) return false;
        // A writable pipe has room for this much: so this write cannot block.
        const auto bytes = std::min<std::size_t>(line.size(), PIPE_BUF);
        std::string_view part = line.substr(0, bytes);
        if (::write(STDERR_FILENO, part.data(), part.size()) < 0) return false;
        return bytes == line.size() || ::write(STDERR_FILENO, "\n", 1) == 1;
    }

    std::size_t dropped_ = 0;
};

struct level_name {
    log_level level;
    spdlog::level::level_enum theirs;
    std::string_view text;
};
constexpr std::array<level_name, 6> level_names{{
    {log_level::trace, spdlog::level::trace, "trace"},
    {log_level::debug, spdlog::level::debug, "debug"},
    {log_level::info, spdlog::level::info, "info"},
    {log_level::warn, spdlog::level::warn, "warn"},
    {log_level::error, spdlog::level::err, "error"},
    {log_level::off, spdlog::level::off, "off"},
}};

std::unique_ptr<spdlog::logger> logger;
std::optional<journal_log> records;
log_level lowest_level = log_level::off;

}  // namespace

std::optional<log_level> log_level_from_text(std::string_view text) noexcept {
    for (auto const& known : level_names)
        if (known.text == text) return known.level;
    return std::nullopt;
}

void start_log(log_level lowest, std::string const& app) {
    logger = std::make_unique<spdlog::logger>("fairlead", std::make_shared<patient_stderr>());
    logger->set_pattern("%Y-%m-%dT%H:%M:%S.%e %l %v");
    logger->set_level(spdlog::level::trace);
    lowest_level = lowest;
    records.reset();
    if (journal::is_behind(STDERR_FILENO, take_variable("JOURNAL_STREAM"))) records.emplace(app);
}

bool logs(log_level level) noexcept { return level >= lowest_level && level != log_level::off; }

void write_log(log_level level, origin const& from, std::string_view message) {
    if (!logger) return;
    if (records && records->take(level, from, message)) return;
    logger->log(level_names[static_cast<std::size_t>(level)].theirs, "{}", line_of(from, message));
}

}  // namespace fairlead::broker::telemetry
