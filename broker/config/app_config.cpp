// SPDX-License-Identifier: MIT
//
// app_config — every complaint says file, key and what was expected.
#include "broker/config/app_config.hpp"
#include "broker/config/json_place.hpp"
#include "broker/config/peer_limits.hpp"
#include "broker/config/permission_section.hpp"
#include "broker/config/plugin_entry.hpp"

#include <algorithm>
#include <array>
#include <fstream>
#include <iterator>

namespace fairlead::broker::config {

namespace dom = simdjson::dom;

namespace {

constexpr std::array<std::string_view, 6> log_levels{"trace", "debug", "info",
                                                     "warn",  "error", "off"};

topic_rule read_topic(std::string_view pattern, dom::element value, json_place const& where) {
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

void read_topics(dom::element value, json_place const& where, app_config& app) {
    for (auto const& [pattern, entry] : object_of(value, where)) {
        const auto here = where / pattern;
        if (std::ranges::find(app.topics, pattern, &topic_rule::pattern) != app.topics.end())
            here.complain("stands there twice");
        app.topics.push_back(read_topic(pattern, entry, here));
    }
}

/// The rest of the window is its host's business.
void read_who_may(dom::object keys, json_place const& where, app_config& app) {
    if (const auto window = member(keys, "window"); window && window->is_object())
        if (const auto origins = member(window->get_object(), "bindingsAllowedOrigins"))
            app.allowed_origins = read_origins(*origins, where / "window.bindingsAllowedOrigins");
    if (const auto rules = member(keys, "permissions"))
        app.permissions = read_permissions(*rules, where / "permissions", app);
}

std::string log_level_of(dom::element value, json_place const& where) {
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
    const json_place root{file_name, ""};
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
        if (const auto limits = member(keys, "limits"))
            app.limits = read_role_limits(*limits, here / "limits");
        if (const auto plugins = member(keys, "plugins"))
            app.plugins = read_plugins(*plugins, here / "plugins", app.limits.plugin);
        if (const auto level = member(keys, "logLevel"))
            app.log_level = log_level_of(*level, here / "logLevel");
        if (const auto slow = member(keys, "slowCall"))
            app.slow_call = time_of(*slow, here / "slowCall");
        if (const auto topics = member(keys, "topics")) read_topics(*topics, here / "topics", app);
        read_who_may(keys, here, app);
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
