// SPDX-License-Identifier: MIT
//
// manifest — methods in the order in which they were bound.
#include "manifest.hpp"

#include <algorithm>
#include <stdexcept>

namespace fairlead::manifest {
namespace {

void apply(std::pair<std::string, method_words> const& said, std::vector<method>& methods) {
    auto const& [name, words] = said;
    const auto one = std::ranges::find(methods, name, &method::name);
    if (one == methods.end()) throw std::logic_error{"describe: there is no method " + name};
    if (words.parameters.size() > one->parameters.size())
        throw std::logic_error{"describe: " + name + " has " +
                               std::to_string(one->parameters.size()) + " parameters, not " +
                               std::to_string(words.parameters.size())};
    one->doc = words.doc;
    for (std::size_t i = 0; i < words.parameters.size(); ++i)
        one->parameters[i].name = words.parameters[i];
}

bool is_for_the_window(std::string_view name) {
    return name.starts_with("fairlead.") || name.starts_with(':');
}

std::string described(method const& one, json::catalogue& types) {
    types.enter(one.package);
    std::string text = "{\"name\":";
    append_json_string(text, one.name);
    text += ",\"parameters\":[";
    for (auto const& parameter : one.parameters) {
        text += &parameter == &one.parameters.front() ? "{" : ",{";
        if (!parameter.name.empty()) {
            append_json_string(text += "\"name\":", parameter.name);
            text += ',';
        }
        (text += "\"type\":") += parameter.type(types);
        text += '}';
    }
    (text += "],\"result\":") += one.result(types);
    if (!one.doc.empty()) append_json_string(text += ",\"doc\":", one.doc);
    return text += '}';
}

}  // namespace

std::string describe(std::string const& plugin, std::vector<method>& methods, words const& said) {
    for (auto const& each : said.methods) apply(each, methods);
    json::catalogue types{said.types};
    std::string text = "{\"manifest\":1,\"name\":";
    append_json_string(text, plugin);
    text += ",\"methods\":[";
    for (auto const& one : methods) {
        if (is_for_the_window(one.name)) continue;
        if (text.back() != '[') text += ',';
        text += described(one, types);
    }
    (text += "],\"types\":") += types.to_json();
    return text += '}';
}

}  // namespace fairlead::manifest
