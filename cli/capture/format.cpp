// SPDX-License-Identifier: MIT
//
// format — keys that are not known are left alone: a later version of these lines may have more.
#include "cli/capture/format.hpp"

#include "cli/capture/json_text.hpp"

#include <fairlead/json/bytes_codec.hpp>
#include <fairlead/json/error.hpp>

#include <boost/json.hpp>

#include <array>
#include <cmath>
#include <utility>

namespace fairlead::cli::capture {
namespace {

namespace json = boost::json;

constexpr std::string_view magic = "fairlead-capture";
constexpr std::array<std::pair<std::string_view, kind>, 7> kinds{{{"call", kind::call},
                                                                  {"result", kind::result},
                                                                  {"error", kind::error},
                                                                  {"item", kind::item},
                                                                  {"event", kind::event},
                                                                  {"skipped", kind::skipped},
                                                                  {"end", kind::end}}};

[[noreturn]] void fail(std::string const& why) { throw bad_capture{why}; }

json::object object_of(std::string_view line) {
    auto value = parsed(line, depth_max + 2);  // A payload lies in its record.
    if (!value) fail("no JSON");
    if (!value->is_object()) fail("no JSON object");
    return std::move(value->get_object());
}

class members {
public:
    explicit members(json::object& of) : of_{of} {}

    std::string text(std::string_view key) const {
        auto const* found = find(key);
        if (found == nullptr) return {};
        if (!found->is_string()) fail(quoted(key) + " is not a text");
        return std::string{found->get_string()};
    }
    double number(std::string_view key) const {
        auto const* found = find(key);
        if (found == nullptr) return 0;
        if (!found->is_number()) fail(quoted(key) + " is not a number");
        return found->to_number<double>();
    }
    std::uint64_t count(std::string_view key) const {
        constexpr double most = 9'007'199'254'740'992.0;
        const auto found = number(key);
        if (!(found >= 0 && found <= most) || std::floor(found) != found)
            fail(quoted(key) + " is not a whole number");
        return static_cast<std::uint64_t>(found);
    }
    bool flag(std::string_view key) const {
        auto const* found = find(key);
        if (found == nullptr) return false;
        if (!found->is_bool()) fail(quoted(key) + " is neither true nor false");
        return found->get_bool();
    }
    json::array const* list(std::string_view key) const {
        auto const* found = find(key);
        if (found == nullptr) return nullptr;
        if (!found->is_array()) fail(quoted(key) + " is not a list");
        return &found->get_array();
    }
    std::optional<json::value> take(std::string_view key) {
        auto const found = of_.find(key);
        if (found == of_.end()) return std::nullopt;
        return std::move(found->value());
    }

private:
    static std::string quoted(std::string_view key) { return '"' + std::string{key} + '"'; }
    json::value const* find(std::string_view key) const { return of_.if_contains(key); }

    json::object& of_;
};

attachment attachment_of(json::value const& from) {
    if (!from.is_object()) fail("an attachment is not an object");
    auto copy = from.get_object();
    const members of{copy};
    attachment made{.bytes = of.count("bytes"), .content = {}};
    if (!copy.contains("base64")) return made;
    try {
        const auto content = fairlead::json::from_base64(of.text("base64"));
        made.content.emplace(reinterpret_cast<char const*>(content.data()), content.size());
    } catch (fairlead::json::bad_value const&) {
        fail("an attachment's base64 is none");
    }
    if (made.content->size() != made.bytes) fail("an attachment is not as long as it says");
    return made;
}

payload payload_of(members& from, std::string_view key) {
    payload made;
    made.value = from.take(key);
    made.text = from.text("text");
    made.missing = from.text("missing");
    made.redacted = from.flag("redacted");
    if (auto const* list = from.list("attachments"))
        for (auto const& one : *list) made.attachments.push_back(attachment_of(one));
    return made;
}

std::string_view payload_key(kind of) {
    switch (of) {
        case kind::call: return "args";
        case kind::event:
        case kind::error: return "data";
        default: return "value";
    }
}

kind kind_of(std::string const& word) {
    for (auto const& [name, what] : kinds)
        if (name == word) return what;
    fail(word.empty() ? "no \"kind\"" : "a kind that this version does not know: " + word);
}

}  // namespace

bool payload::is_whole() const {
    if (!missing.empty() || redacted) return false;
    for (auto const& one : attachments)
        if (!one.content) return false;
    return true;
}

header parse_header(std::string_view line) {
    auto object = object_of(line);
    const members of{object};
    auto const* version = object.if_contains(magic);
    if (version == nullptr) fail("not a capture: the first line has no \"fairlead-capture\"");
    if (!version->is_int64() || version->get_int64() < 1) fail("a version that is no number");
    if (version->get_int64() > format_version)
        fail("written in version " + std::to_string(version->get_int64()) +
             " of the format; this fairlead reads up to " + std::to_string(format_version));
    header made{.app = of.text("app"), .began = of.number("began"), .redacted = {}};
    if (auto const* keys = of.list("redacted"))
        for (auto const& one : *keys) {
            if (!one.is_string()) fail("\"redacted\" has a key that is no text");
            made.redacted.emplace_back(one.get_string());
        }
    return made;
}

record parse_record(std::string_view line) {
    auto object = object_of(line);
    members of{object};
    record made;
    made.what = kind_of(of.text("kind"));
    made.time = of.number("time");
    made.count = of.count(made.what == kind::end ? "records" : "count");
    if (made.what == kind::skipped || made.what == kind::end) return made;
    made.call = of.count("call");
    made.from = of.text("from");
    made.to = of.text("to");
    made.name = of.text("name");
    made.from_role = of.text("fromRole");
    made.to_role = of.text("toRole");
    made.session = of.count("session");
    made.us = of.number("us");
    made.code = of.text("code");
    made.message = of.text("message");
    const auto stream = of.count("stream");
    if (stream > 0xffff) fail("\"stream\" is no stream");
    made.stream = static_cast<std::uint32_t>(stream);
    made.said = payload_of(of, payload_key(made.what));
    if (made.name.empty()) fail("no \"name\"");
    if (made.what == kind::call && made.call == 0) fail("a call without a number");
    return made;
}

recording read(std::istream& from) {
    recording made;
    std::string line;
    std::size_t number = 1;
    for (; std::getline(from, line); ++number) {
        const bool has_no_end = from.eof();
        try {
            if (number == 1) {
                made.about = parse_header(line);
                continue;
            }
            made.records.push_back(parse_record(line));
        } catch (bad_capture const& why) {
            // Whoever wrote it was interrupted in mid-line.
            if (has_no_end && number > 1) {
                made.is_cut = true;
                break;
            }
            throw bad_capture{"line " + std::to_string(number) + ": " + why.what()};
        }
    }
    if (from.bad()) throw bad_capture{"it cannot be read to its end"};
    if (number == 1) throw bad_capture{"line 1: it is empty"};
    made.has_ended = !made.records.empty() && made.records.back().what == kind::end;
    return made;
}

}  // namespace fairlead::cli::capture
