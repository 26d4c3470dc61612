// SPDX-License-Identifier: MIT
//
// bindings — names split at their two dots, sorted into three levels.
#include "webview-host/bridge/bindings.hpp"

#include <fairlead/vocabulary/json_string.hpp>

#include <simdjson.h>

#include <algorithm>
#include <map>
#include <set>

namespace fairlead::host {
namespace {

using tree = std::map<std::string, std::map<std::string, std::set<std::string>>>;

void add(tree& to, std::string_view name) {
    const auto first = name.find('.');
    const auto second = first == name.npos ? name.npos : name.find('.', first + 1);
    if (second == name.npos || name.find('.', second + 1) != name.npos) return;
    const auto package = name.substr(0, first), type = name.substr(first + 1, second - first - 1),
               method = name.substr(second + 1);
    // What the broker would refuse to a page is not shown to it.
    if (package.empty() || type.empty() || method.empty() || package.front() == ':' ||
        package == "fairlead")
        return;
    to[std::string{package}][std::string{type}].insert(std::string{method});
}

/// {"key":…,"key":…}, where `write_value` writes what is behind each colon.
template <class Members, class Key, class Write>
void append_object(std::string& to, Members const& members, Key&& key, Write&& write_value) {
    to += '{';
    for (auto const& member : members) {
        if (to.back() != '{') to += ',';
        append_json_string(to, key(member));
        to += ':';
        write_value(member);
    }
    to += '}';
}

}  // namespace

std::string bindings_from_methods(std::string_view methods_json) {
    const simdjson::padded_string json{methods_json};
    simdjson::dom::parser parser;
    simdjson::dom::array methods;
    if (parser.parse(json).get(methods)) return {};

    tree sorted;
    for (const simdjson::dom::element method : methods) {
        std::string_view name;
        if (method["name"].get(name)) return {};
        add(sorted, name);
    }

    std::string text;
    const auto key = [](auto const& member) { return member.first; };
    append_object(text, sorted, key, [&](auto const& package) {
        append_object(text, package.second, key, [&](auto const& type) {
            append_object(
                text, type.second, [](auto const& name) { return name; },
                [&](auto const&) { text += "{}"; });
        });
    });
    return text;
}

}  // namespace fairlead::host
