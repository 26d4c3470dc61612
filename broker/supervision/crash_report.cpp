// SPDX-License-Identifier: MIT
//
// crash_report — its words, and its JSON.
#include "broker/supervision/crash_report.hpp"

#include <fairlead/vocabulary/json_string.hpp>

#include <fmt/core.h>

#include <ctime>
#include <fstream>
#include <utility>

namespace fairlead::broker::supervision {
namespace {

void append_texts(std::string& to, auto const& texts) {
    to += '[';
    bool first = true;
    for (auto const& text : texts) {
        if (!std::exchange(first, false)) to += ',';
        append_json_string(to, text);
    }
    to += ']';
}

void append_member(std::string& to, std::string_view key, std::string_view text) {
    to += fmt::format(",\"{}\":", key);
    append_json_string(to, text);
}

}  // namespace

std::string describe(crash_report const& report) {
    auto text = describe(report.how);
    if (!report.killed_because.empty()) text += ": " + report.killed_because;
    return text;
}

std::string utc_text(std::chrono::system_clock::time_point when) {
    const auto ms = std::chrono::duration_cast<std::chrono::milliseconds>(when.time_since_epoch());
    const std::time_t seconds = ms.count() / 1'000;
    std::tm parts{};
    ::gmtime_r(&seconds, &parts);
    return fmt::format("{:04}-{:02}-{:02}T{:02}:{:02}:{:02}.{:03}Z", parts.tm_year + 1900,
                       parts.tm_mon + 1, parts.tm_mday, parts.tm_hour, parts.tm_min, parts.tm_sec,
                       ms.count() % 1'000);
}

std::string to_json(crash_report const& report) {
    std::string text = "{\"plugin\":";
    append_json_string(text, report.plugin);
    append_member(text, "when", utc_text(report.when));
    append_member(text, "how", describe(report));
    text += fmt::format(R"(,"pid":{},"exitCode":{},"signal":{},"uptimeMs":{},"restarts":{})",
                        report.pid, report.how.exit_code, report.how.signal, report.uptime.count(),
                        report.restarts);
    text += fmt::format(R"(,"memoryPeakKiB":{},"cpuMs":{},"leftBehind":{})",
                        report.how.memory_peak_kib, report.how.cpu_ms, report.how.left_behind);
    if (!report.core.empty()) append_member(text, "core", report.core);
    text += ",\"unanswered\":";
    append_texts(text, report.unanswered);
    text += ",\"lastLines\":";
    append_texts(text, report.last_lines);
    return text + '}';
}

std::string read_core_pattern() {
    std::ifstream file{"/proc/sys/kernel/core_pattern"};
    std::string pattern;
    std::getline(file, pattern);
    return pattern;
}

std::string core_path(std::string_view pattern, pid_t pid, std::string_view program,
                      std::string_view folder) {
    while (pattern.ends_with('\n')) pattern.remove_suffix(1);
    if (pattern.empty()) return {};
    if (pattern.starts_with('|'))
        return fmt::format("given to {} (coredumpctl info {})",
                           pattern.substr(1, pattern.find(' ') - 1), pid);
    std::string path;
    for (std::size_t at = 0; at < pattern.size(); ++at) {
        if (pattern[at] != '%' || at + 1 == pattern.size()) {
            path += pattern[at];
            continue;
        }
        switch (pattern[++at]) {
            case 'p':
            case 'P': path += std::to_string(pid); break;
            case 'e': path += program.substr(0, 15); break;
            case '%': path += '%'; break;
            default: path += '*';  // Time, host name and the like: what a shell would look for.
        }
    }
    return path.starts_with('/') ? path : fmt::format("{}/{}", folder, path);
}

}  // namespace fairlead::broker::supervision
