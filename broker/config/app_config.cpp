// SPDX-License-Identifier: MIT
//
// app_config — every complaint says file, key and what was expected.
#include "broker/config/app_config.hpp"

#include <fairlead/wire/frame_codec.hpp>

#include <simdjson.h>

#include <algorithm>
#include <array>
#include <fstream>
#include <iterator>
#include <optional>

namespace fairlead::broker::config {

namespace dom = simdjson::dom;

namespace {

constexpr std::array<std::string_view, 6> log_levels{"trace", "debug", "info",
                                                     "warn",  "error", "off"};

/// A value and the way to it, for messages.
struct place {
    std::string const& file;
    std::string key;

    [[noreturn]] void complain(std::string_view what) const {
        throw config_error{file + ": " + (key.empty() ? "" : key + ": ") + std::string{what}};
    }
    place operator/(std::string_view child) const {
        return {file, key.empty() ? std::string{child} : key + "." + std::string{child}};
    }
    place operator[](std::size_t index) const {
        return {file, key + "[" + std::to_string(index) + "]"};
    }
};

std::optional<dom::element> member(dom::object object, std::string_view key) {
    dom::element found;
    if (object[key].get(found) != simdjson::SUCCESS || found.is_null()) return std::nullopt;
    return found;
}

std::string text_of(dom::element value, place const& where) {
    std::string_view text;
    if (value.get(text) != simdjson::SUCCESS) where.complain("must be a string");
    if (text.find('\0') != text.npos) where.complain("must not contain NUL");
    return std::string{text};
}

dom::object object_of(dom::element value, place const& where) {
    dom::object object;
    if (value.get(object) != simdjson::SUCCESS) where.complain("must be an object");
    return object;
}

dom::array array_of(dom::element value, place const& where) {
    dom::array array;
    if (value.get(array) != simdjson::SUCCESS) where.complain("must be an array");
    return array;
}

std::string required_text(dom::object object, std::string_view key, place const& where) {
    const auto value = member(object, key);
    if (!value) (where / key).complain("is missing");
    auto text = text_of(*value, where / key);
    if (text.empty()) (where / key).complain("must not be empty");
    return text;
}

void read_env(dom::element value, place const& where, plugin_config& plugin) {
    for (auto const& [key, entry] : object_of(value, where)) {
        const std::string name{key};
        if (name.empty() || name.find('=') != name.npos || name.find('\0') != name.npos)
            where.complain("'" + name + "' is no name for an environment variable");
        plugin.env.emplace_back(name, text_of(entry, where / name));
    }
}

plugin_config read_plugin(dom::element value, place const& where) {
    const auto object = object_of(value, where);
    plugin_config plugin;
    plugin.name = required_text(object, "name", where);
    if (!wire::is_valid_peer_name(plugin.name))
        (where / "name").complain("must be 1 to 512 printable ASCII characters without spaces");
    plugin.exec = required_text(object, "exec", where);
    if (const auto args = member(object, "args")) {
        std::size_t index = 0;
        for (auto arg : array_of(*args, where / "args"))
            plugin.args.push_back(text_of(arg, (where / "args")[index++]));
    }
    if (const auto env = member(object, "env")) read_env(*env, where / "env", plugin);
    return plugin;
}

void read_plugins(dom::element value, place const& where, app_config& app) {
    std::size_t index = 0;
    for (auto entry : array_of(value, where)) {
        const auto here = where[index++];
        auto plugin = read_plugin(entry, here);
        if (std::ranges::find(app.plugins, plugin.name, &plugin_config::name) != app.plugins.end())
            (here / "name").complain("a second plugin with the name '" + plugin.name + "'");
        app.plugins.push_back(std::move(plugin));
    }
}

topic_rule read_topic(std::string_view pattern, dom::element value, place const& where) {
    if (!is_valid_pattern(pattern))
        where.complain("must be 1 to 512 bytes of UTF-8 without line feed, "
                       "with a '*' nowhere but at the end");
    // What more there is to say of a topic one day stands beside its delivery.
    const auto word = value.is_object() ? required_text(object_of(value, where), "delivery", where)
                                        : text_of(value, where);
    const auto how = delivery_from_text(word);
    if (!how) where.complain("'" + word + "' is none of drop-oldest, keep-latest, block, cut");
    return {std::string{pattern}, *how};
}

void read_topics(dom::element value, place const& where, app_config& app) {
    for (auto const& [pattern, entry] : object_of(value, where)) {
        const auto here = where / pattern;
        if (std::ranges::find(app.topics, pattern, &topic_rule::pattern) != app.topics.end())
            here.complain("stands there twice");
        app.topics.push_back(read_topic(pattern, entry, here));
    }
}

std::string log_level_of(dom::element value, place const& where) {
    auto word = text_of(value, where);
    if (std::ranges::find(log_levels, word) == log_levels.end())
        where.complain("'" + word + "' is none of trace, debug, info, warn, error, off");
    return word;
}

}  // namespace

bool is_valid_app_name(std::string_view name) noexcept {
    return !name.empty() && name.size() <= 64 && name.front() != '.' &&
           std::ranges::all_of(name, [](char c) {
               return static_cast<unsigned char>(c) >= 0x20 && c != 0x7f && c != '/';
           });
}

app_config parse_app_config(std::string_view text, std::string const& file_name) {
    const place root{file_name, ""};
    dom::parser parser;
    dom::element document;
    const simdjson::padded_string padded{text};
    if (const auto error = parser.parse(padded).get(document))
        root.complain(std::string{"is not valid JSON: "} + simdjson::error_message(error));
    const auto object = object_of(document, root);

    app_config app;
    app.name = required_text(object, "name", root);
    if (!is_valid_app_name(app.name))
        (root / "name")
            .complain(
                "names a folder: at most 64 bytes, no slash, no control character, no leading dot");
    if (const auto ours = member(object, "fairlead")) {
        const auto here = root / "fairlead";
        const auto keys = object_of(*ours, here);
        if (const auto plugins = member(keys, "plugins"))
            read_plugins(*plugins, here / "plugins", app);
        if (const auto level = member(keys, "logLevel"))
            app.log_level = log_level_of(*level, here / "logLevel");
        if (const auto topics = member(keys, "topics")) read_topics(*topics, here / "topics", app);
    }
    return app;
}

app_config read_app_config(std::filesystem::path const& file) {
    std::ifstream in{file, std::ios::binary};
    const std::string text{std::istreambuf_iterator<char>{in}, {}};
    if (!in.is_open() || in.bad()) throw config_error{file.string() + ": cannot be read"};
    return parse_app_config(text, file.string());
}

}  // namespace fairlead::broker::config
