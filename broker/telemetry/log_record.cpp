// SPDX-License-Identifier: MIT
//
// log_record — no value has a line feed, so each field is one plain line.
#include "broker/telemetry/log_record.hpp"

#include <fmt/core.h>

#include <iterator>

namespace fairlead::broker::telemetry {
namespace {

void append_printable(std::string& line, std::string_view text) {
    for (const char c : text) {
        const auto byte = static_cast<unsigned char>(c);
        if (byte >= 0x20 && byte != 0x7f) line.push_back(c);
        else if (c == '\t') line.push_back(' ');
        else if (c == '\n') line.append("\\n");
        else fmt::format_to(std::back_inserter(line), "\\x{:02x}", byte);
    }
}

void append_field(std::string& record, std::string_view name, std::string_view value) {
    if (value.empty()) return;
    record.append(name).push_back('=');
    append_printable(record, value);
    record.push_back('\n');
}

/// syslog(3)'s numbers.
char priority_of(log_level level) noexcept {
    switch (level) {
        case log_level::error: return '3';
        case log_level::warn: return '4';
        case log_level::info: return '6';
        default: return '7';
    }
}

}  // namespace

std::string line_of(origin const& from, std::string_view message) {
    std::string line;
    line.reserve(from.component.size() + message.size() + 3);
    line.push_back('[');
    append_printable(line, from.component);
    line.append("] ");
    append_printable(line, message);
    return line;
}

std::string record_of(std::string_view app, log_level level, origin const& from,
                      std::string_view message) {
    std::string record = "PRIORITY=";
    record += priority_of(level);
    record += "\nSYSLOG_IDENTIFIER=fairlead-broker\n";
    append_field(record, "FAIRLEAD_APP", app);
    append_field(record, "FAIRLEAD_PLUGIN", from.plugin);
    append_field(record, "FAIRLEAD_PEER", from.peer);
    append_field(record, "MESSAGE", line_of(from, message.substr(0, journal_text_bytes_max)));
    return record;
}

}  // namespace fairlead::broker::telemetry
