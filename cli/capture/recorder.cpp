// SPDX-License-Identifier: MIT
//
// recorder — JSON that has nothing to hide goes into the file as it was written.
#include "cli/capture/recorder.hpp"

#include "cli/capture/json_text.hpp"
#include "cli/output/json_figures.hpp"

#include <fairlead/json/bytes_codec.hpp>
#include <fairlead/redaction/secret_keys.hpp>
#include <fairlead/vocabulary/json_string.hpp>
#include <fairlead/wire/attachments.hpp>
#include <fairlead/wire/frame_codec.hpp>

#include <boost/json.hpp>

#include <array>
#include <cstdio>
#include <stdexcept>

namespace fairlead::cli::capture {
namespace {

namespace json = boost::json;

void add_text(std::string& line, std::string_view key, std::string_view text) {
    line.append(",\"").append(key).append("\":");
    append_json_string(line, text);
}

std::string_view payload_key(std::string_view kind) {
    if (kind == "call") return "args";
    return kind == "event" || kind == "error" ? "data" : "value";
}

std::uint64_t number_in(json::object const& note, std::string_view key) {
    auto const* found = note.if_contains(key);
    return found != nullptr && found->is_number() ? found->to_number<std::uint64_t>() : 0;
}

double measure_in(json::object const& note, std::string_view key) {
    auto const* found = note.if_contains(key);
    return found != nullptr && found->is_number() ? found->to_number<double>() : 0;
}

std::string_view text_in(json::object const& note, std::string_view key) {
    auto const* found = note.if_contains(key);
    return found != nullptr && found->is_string() ? std::string_view{found->get_string()} : "";
}

/// In microseconds: a figure has less.
std::string time_text(double seconds) {
    std::array<char, 64> text;
    const auto length = std::snprintf(text.data(), text.size(), "%.6f", seconds);
    return {text.data(), static_cast<std::size_t>(length)};
}

bool is_set(json::object const& note, std::string_view key) {
    auto const* found = note.if_contains(key);
    return found != nullptr && found->is_bool() && found->get_bool();
}

void add_attachments(std::string& line, wire::attached_payload const& parts, std::size_t count) {
    line += R"(,"attachments":[)";
    for (std::size_t i = 0; i < count; ++i) {
        auto const& one = parts.table()[i];
        line += (i == 0 ? "{\"bytes\":" : ",{\"bytes\":") + std::to_string(one.bytes);
        if (one.blob == wire::no_blob)
            add_text(line, "base64", fairlead::json::to_base64(parts.inline_bytes(i)));
        line += '}';
    }
    line += ']';
}

bool names_blobs(wire::attached_payload const& parts) {
    for (auto const& one : parts.table())
        if (one.blob != wire::no_blob) return true;
    return false;
}

}  // namespace

std::string recorder::header_line(header const& about) const {
    auto line = R"({"fairlead-capture":)" + std::to_string(format_version);
    add_text(line, "app", about.app);
    line += R"(,"began":)" + time_text(about.began);
    line += R"(,"redacted":)" + json::serialize(json::array(secret_.begin(), secret_.end()));
    return line += '}';
}

std::string recorder::end_line(double time, std::string_view reason) const {
    auto line = R"({"kind":"end","time":)" + time_text(time);
    add_text(line, "reason", reason);
    line += R"(,"records":)" + std::to_string(counts_.records);
    return line += R"(,"skipped":)" + std::to_string(counts_.skipped) + '}';
}

std::uint64_t recorder::number_of(std::string_view kind, asked const& by) {
    const auto found = open_.find(by);
    const bool is_call = kind == "call";
    if (!is_call && found == open_.end()) return 0;  // It began before.
    const auto number = is_call ? ++calls_ : found->second;
    if (kind == "item") return number;
    if (found != open_.end()) {
        ages_.erase(found->second);
        open_.erase(found);
    }
    if (!is_call) return number;
    if (open_.size() >= open_most_) {
        open_.erase(ages_.begin()->second);
        ages_.erase(ages_.begin());
    }
    open_.emplace(by, number);
    ages_.emplace(number, by);
    return number;
}

std::string recorder::line_of(std::string_view note, std::span<const std::byte> payload) {
    auto value = parsed(note);
    if (!value || !value->is_object()) throw std::runtime_error{"the broker said no record"};
    auto const& said = value->get_object();
    if (const auto skipped = number_in(said, "skipped"); skipped > 0) {
        counts_.skipped += skipped;
        return R"({"kind":"skipped","count":)" + std::to_string(skipped) + '}';
    }
    ++counts_.records;
    const auto kind = text_in(said, "kind");
    auto line = R"({"time":)" + time_text(measure_in(said, "time"));
    add_text(line, "kind", kind);
    if (said.contains("id")) {
        const auto call = number_of(kind, {number_in(said, "session"), number_in(said, "id")});
        if (call > 0) line += R"(,"call":)" + std::to_string(call);
        line += R"(,"session":)" + std::to_string(number_in(said, "session"));
    }
    for (auto const* key : {"from", "fromRole", "to", "toRole", "name", "code", "message"})
        if (said.contains(key)) add_text(line, key, text_in(said, key));
    for (auto const* key : {"us", "stream", "readers"})
        if (said.contains(key))
            line.append(",\"").append(key).append("\":") += figure(measure_in(said, key));
    if (number_in(said, "bytes") > 0) add_payload(line, payload_key(kind), said, payload);
    return line += '}';
}

void recorder::add_payload(std::string& line, std::string_view key, json::object const& note,
                           std::span<const std::byte> payload) {
    const auto miss = [&](std::string_view why) {
        ++counts_.incomplete;
        add_text(line, "missing", why);
    };
    if (is_set(note, "omitted"))
        return miss("its " + std::to_string(number_in(note, "bytes")) + " bytes are too many");
    if (!is_set(note, "binary")) return add_json(line, key, wire::as_text(payload));
    const auto parts = wire::attached_payload::parse(payload);
    if (!parts) return miss("its attachments are not what they say");
    const auto count = parts->table().size();
    const bool in_blob = parts->is_json_attached() && parts->table().back().blob != wire::no_blob;
    if (in_blob) miss("it went in shared memory");
    else if (names_blobs(*parts)) ++counts_.incomplete;
    if (!parts->is_json_attached()) {
        add_json(line, key, wire::as_text(parts->json()));
        return add_attachments(line, *parts, count);
    }
    if (!in_blob) add_json(line, key, wire::as_text(parts->inline_bytes(count - 1)));
    add_attachments(line, *parts, count - 1);
}

void recorder::add_json(std::string& line, std::string_view key, std::string_view text) {
    auto value = parsed(text);
    const bool has_hidden = value && !secret_.empty() && redaction::hide(*value, secret_);
    counts_.redacted += has_hidden;
    if (value) {
        const bool is_one_line = text.find_first_of("\n\r") == text.npos;
        line.append(",\"").append(key).append("\":");
        line += has_hidden || !is_one_line ? json::serialize(*value) : std::string{text};
        if (has_hidden) line += R"(,"redacted":true)";
    } else if (secret_.empty()) {
        add_text(line, "text", text);
    } else {  // What is hidden in it nobody can say.
        ++counts_.incomplete;
        add_text(line, "missing", "it is no JSON");
    }
}

}  // namespace fairlead::cli::capture
