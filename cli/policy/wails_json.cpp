// SPDX-License-Identifier: MIT
//
// wails_json — walks over text that a parser has accepted: only strings and brackets count.
#include "cli/policy/wails_json.hpp"

#include "cli/exit_code.hpp"

#include <boost/json.hpp>

#include <algorithm>
#include <optional>

namespace fairlead::cli {
namespace {

namespace json = boost::json;

constexpr std::string_view blanks = " \t\r\n";

struct span {
    std::size_t begin, end;
};

std::size_t end_of_string(std::string_view text, std::size_t at) {
    for (++at; text[at] != '"'; ++at)
        if (text[at] == '\\') ++at;
    return at + 1;
}

std::size_t end_of_value(std::string_view text, std::size_t at) {
    if (text[at] == '"') return end_of_string(text, at);
    if (text[at] != '{' && text[at] != '[') return text.find_first_of(",]} \t\r\n", at);
    for (int depth = 0;;) {
        if (text[at] == '"') {
            at = end_of_string(text, at);
            continue;
        }
        if (text[at] == '{' || text[at] == '[') ++depth;
        if (text[at] == '}' || text[at] == ']') --depth;
        ++at;
        if (depth == 0) return at;
    }
}

/// Of the value of `key` in the object that begins at `at`.
std::optional<span> member_at(std::string_view text, std::size_t at, std::string_view key) {
    for (at = text.find_first_not_of(blanks, at + 1); text[at] == '"';) {
        const span name{at, end_of_string(text, at)};
        at = text.find_first_not_of(blanks, text.find(':', name.end) + 1);
        const span value{at, end_of_value(text, at)};
        if (text.substr(name.begin + 1, name.end - name.begin - 2) == key) return value;
        at = text.find_first_not_of(blanks, value.end);
        if (text[at] == ',') at = text.find_first_not_of(blanks, at + 1);
    }
    return std::nullopt;
}

std::string indented(std::string_view text, std::string_view by) {
    std::string out;
    for (const char c : text) {
        out += c;
        if (c == '\n') out += by;
    }
    return out;
}

/// As the first member of the object that begins at `at`.
std::string with_first(std::string_view text, std::size_t at, std::string const& member,
                       std::string_view by) {
    const bool is_empty = text[text.find_first_not_of(blanks, at + 1)] == '}';
    const auto line = "\n" + std::string{by};
    return std::string{text.substr(0, at + 1)} + line + indented(member, by) +
           (is_empty ? "\n" + std::string{by.substr(2)} : ",") + std::string{text.substr(at + 1)};
}

std::string put(std::string_view text, std::string_view permissions) {
    const auto root = text.find('{');
    const auto member = "\"permissions\": " + std::string{permissions};
    const auto ours = member_at(text, root, "fairlead");
    if (!ours)
        return with_first(text, root, "\"fairlead\": {\n  " + indented(member, "  ") + "\n}", "  ");
    const auto old = member_at(text, ours->begin, "permissions");
    if (!old) return with_first(text, ours->begin, member, "    ");
    return std::string{text.substr(0, old->begin)} + indented(permissions, "    ") +
           std::string{text.substr(old->end)};
}

}  // namespace

std::string with_permissions(std::string_view config, std::string_view permissions) {
    permissions = permissions.substr(0, permissions.find_last_not_of(blanks) + 1);
    auto wanted = json::parse(config);
    auto& ours = wanted.as_object()["fairlead"];
    if (!ours.is_object()) ours.emplace_object();
    ours.as_object()["permissions"] = json::parse(permissions);
    auto text = put(config, permissions);
    boost::system::error_code broken;
    if (json::parse(text, broken) != wanted || broken)
        throw command_failed{exit_code::failure, "policy",
                             "wails.json is not changed: \"fairlead\" in it is written in a way "
                             "that is not understood here"};
    return text;
}

}  // namespace fairlead::cli
