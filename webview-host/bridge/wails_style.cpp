// SPDX-License-Identifier: MIT
//
// wails_style — arguments are parsed and results written as JSON, as a back end must.
#include "webview-host/bridge/wails_style.hpp"

#include "webview-host/bridge/call_envelope.hpp"

#include <fairlead/json/bytes_codec.hpp>
#include <fairlead/vocabulary/json_string.hpp>

#include <simdjson.h>

namespace fairlead::host {
namespace {

/// The result as JSON.
std::optional<std::string> result_of(std::string_view name, std::string_view args) {
    const simdjson::padded_string padded{args};
    simdjson::ondemand::parser parser;
    simdjson::ondemand::document document;
    simdjson::ondemand::value first;
    if (parser.iterate(padded).get(document) || document.at(0).get(first)) return std::nullopt;
    std::string text;
    if (name == "bench.Echo.MakeText" || name == "bench.Echo.MakeBytes") {
        std::uint64_t size = 0;
        if (first.get_uint64().get(size)) return std::nullopt;
        text.assign(size, 'x');
        if (name.ends_with("Bytes")) text = json::to_base64(std::as_bytes(std::span{text}));
    } else {
        std::string_view given;
        if (first.get_string().get(given)) return std::nullopt;
        if (name == "bench.Echo.TextSize") return std::to_string(given.size());
        if (name == "bench.Echo.BytesSize") {
            const auto padding = given.size() - given.find_last_not_of('=') - 1;
            return std::to_string(given.empty() ? 0 : given.size() / 4 * 3 - padding);
        }
        text = given;
    }
    std::string result;
    append_json_string(result, text);
    return result;
}

}  // namespace

std::optional<std::string> wails_style_answer(std::string_view message) {
    if (!message.starts_with("C{\"name\":\"bench.Echo.")) return std::nullopt;
    const auto read = read_call_envelope(message.substr(1));
    if (!read.call) return std::nullopt;
    const auto result = result_of(read.call->name, read.call->args);
    if (!result) return std::nullopt;
    std::string reply = "{\"result\":" + *result + ",\"error\":null,\"callbackid\":";
    append_json_string(reply, read.call->callback_id);
    reply += '}';
    std::string script = "window.wails.Callback(";
    append_json_string(script, reply);
    return script + ')';
}

}  // namespace fairlead::host
