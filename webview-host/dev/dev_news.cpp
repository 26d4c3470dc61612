// SPDX-License-Identifier: MIT
//
// dev_news — heard on the connection's thread, taken on the main thread.
#include "webview-host/dev/dev_news.hpp"

#include <fairlead/vocabulary/dev_names.hpp>
#include <fairlead/vocabulary/json_string.hpp>
#include <fairlead/vocabulary/window_names.hpp>

#include <simdjson.h>

#include <chrono>

namespace fairlead::host {
namespace {

constexpr std::string_view plugin_prefix = "fairlead/plugin/";
constexpr auto patience = std::chrono::seconds{10};

/// A build is that of a plugin, and there may be several.
std::string subject_of(std::string const& topic, std::string_view data) {
    if (topic != dev_names::build) return topic;
    const simdjson::padded_string json{data};
    simdjson::dom::parser parser;
    std::string_view plugin;
    if (parser.parse(json).at(0)["plugin"].get(plugin)) return topic;
    return topic + '/' + std::string{plugin};
}

}  // namespace

void dev_news::listen_on(client::connection& broker) {
    for (const auto topic : {window_names::state, dev_names::build, dev_names::reload})
        hear(broker, std::string{topic});
    broker.call("fairlead.plugin.status", "[]", {patience},
                [this, &broker](client::reply const& reply) {
                    if (reply.ok) hear_plugins(broker, reply.json);
                });
}

void dev_news::hear(client::connection& broker, std::string const& topic) {
    broker.subscribe(topic, [this](std::string_view name, std::string_view data) {
        thread_.post(
            [this, name = std::string{name}, data = std::string{data}] { take(name, data); });
    });
}

void dev_news::hear_plugins(client::connection& broker, std::string_view status_json) {
    const simdjson::padded_string json{status_json};
    simdjson::dom::parser parser;
    simdjson::dom::array all;
    if (parser.parse(json).get(all)) return;
    for (const simdjson::dom::element one : all)
        if (std::string_view name; !one["name"].get(name))
            hear(broker, std::string{plugin_prefix}.append(name));
}

void dev_news::take(std::string const& topic, std::string const& data) {
    if (topic == window_names::state) return hooks_.on_window(data);
    if (topic == dev_names::reload) return hooks_.on_reload();
    std::string json = R"({"news":{"topic":)";
    append_json_string(json, topic);
    json.append(R"(,"data":)").append(data).append("}}");
    kept_.insert_or_assign(subject_of(topic, data), json);
    hooks_.on_news(json);
}

std::vector<std::string> dev_news::kept() const {
    std::vector<std::string> all;
    for (auto const& [ignored, json] : kept_) all.push_back(json);
    return all;
}

}  // namespace fairlead::host
