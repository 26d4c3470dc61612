// SPDX-License-Identifier: MIT
//
// fuzz_app_config — any bytes as wails.json: refused with file and reason, or plugins and topics
// that are valid and, written anew, read as the same.
#include "broker/config/app_config.hpp"
#include "tests/fuzz/input.hpp"

#include <fairlead/vocabulary/json_string.hpp>
#include <fairlead/wire/frame_codec.hpp>

#include <set>
#include <string>

using namespace fairlead;
using namespace fairlead::broker::config;

namespace {

constexpr char file_name[] = "wails.json";

std::string json_text(std::string_view text) {
    std::string literal;
    append_json_string(literal, text);
    return literal;
}

std::string_view word(delivery how) {
    for (const std::string_view text : {"drop-oldest", "keep-latest", "block", "cut"})
        if (delivery_from_text(text) == how) return text;
    return "";
}

template <class Range, class Write>
std::string joined(Range const& all, Write const& write) {
    std::string text;
    for (auto const& one : all) text += (text.empty() ? "" : ",") + write(one);
    return text;
}

std::string written(plugin_config const& plugin) {
    return "{\"name\":" + json_text(plugin.name) + ",\"exec\":" + json_text(plugin.exec) +
           ",\"args\":[" + joined(plugin.args, json_text) + "],\"env\":{" +
           joined(
               plugin.env,
               [](auto const& one) { return json_text(one.first) + ':' + json_text(one.second); }) +
           "}}";
}

std::string written(app_config const& app) {
    const auto level =
        app.log_level.empty() ? "" : "\"logLevel\":" + json_text(app.log_level) + ',';
    return "{\"name\":" + json_text(app.name) + ",\"fairlead\":{" + level + "\"plugins\":[" +
           joined(app.plugins, [](plugin_config const& one) { return written(one); }) +
           "],\"topics\":{" +
           joined(app.topics,
                  [](topic_rule const& one) {
                      return json_text(one.pattern) + ':' + json_text(word(one.how));
                  }) +
           "}}}";
}

void check(app_config const& app) {
    FAIRLEAD_ASSERT(is_valid_app_name(app.name));
    std::set<std::string> plugins, topics;
    for (auto const& plugin : app.plugins) {
        FAIRLEAD_ASSERT(wire::is_valid_peer_name(plugin.name));
        FAIRLEAD_ASSERT(plugins.insert(plugin.name).second);
        FAIRLEAD_ASSERT(!plugin.exec.empty() && plugin.exec.find('\0') == plugin.exec.npos);
        for (auto const& arg : plugin.args) FAIRLEAD_ASSERT(arg.find('\0') == arg.npos);
        for (auto const& [key, value] : plugin.env) {
            FAIRLEAD_ASSERT(!key.empty() && key.find('=') == key.npos);
            FAIRLEAD_ASSERT((key + value).find('\0') == std::string::npos);
        }
    }
    for (auto const& topic : app.topics) {
        FAIRLEAD_ASSERT(is_valid_pattern(topic.pattern));
        FAIRLEAD_ASSERT(topics.insert(topic.pattern).second);
    }
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(std::uint8_t const* data, std::size_t size) {
    std::string first;
    try {
        const auto app = parse_app_config({reinterpret_cast<char const*>(data), size}, file_name);
        check(app);
        first = written(app);
    } catch (config_error const& problem) {
        const std::string_view said = problem.what();
        FAIRLEAD_ASSERT(said.starts_with("wails.json: ") && said.size() > 12);
        return 0;
    }
    FAIRLEAD_ASSERT(written(parse_app_config(first, file_name)) == first);
    return 0;
}
