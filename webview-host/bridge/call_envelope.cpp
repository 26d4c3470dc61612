// SPDX-License-Identifier: MIT
//
// call_envelope — read by simdjson on demand, members in any order.
#include "webview-host/bridge/call_envelope.hpp"

#include <fairlead/vocabulary/json_string.hpp>

#include <simdjson.h>

#include <utility>

namespace fairlead::host {
namespace {

using simdjson::ondemand::json_type;

std::string raw_text(simdjson::ondemand::value value) {
    std::string_view text;
    return simdjson::to_json_string(value).get(text) ? std::string{} : std::string{text};
}

/// A string as text, anything else as JSON.
std::string plain_text(simdjson::ondemand::value value) {
    std::string_view text;
    json_type type;
    if (!value.type().get(type) && type == json_type::string && !value.get_string().get(text))
        return std::string{text};
    return raw_text(value);
}

/// visit(key, value) for each member of the object that `text` is. "" or what is wrong.
template <class Visit>
std::string for_each_member(std::string_view text, Visit&& visit) {
    const simdjson::padded_string json{text};
    simdjson::ondemand::parser parser;
    simdjson::ondemand::document document;
    simdjson::ondemand::object object;
    const auto broken = [](simdjson::error_code why) {
        return std::string{"not JSON: "} + simdjson::error_message(why);
    };
    if (const auto error = parser.iterate(json).get(document)) return broken(error);
    if (const auto error = document.get_object().get(object)) return broken(error);
    for (auto member : object) {
        simdjson::ondemand::field field;
        std::string_view key;
        if (const auto error = std::move(member).get(field)) return broken(error);
        if (const auto error = field.unescaped_key().get(key)) return broken(error);
        if (const std::string_view problem = visit(key, field.value()); !problem.empty())
            return std::string{problem};
    }
    char const* rest = nullptr;
    return document.current_location().get(rest) ? std::string{}
                                                 : "not JSON: something follows the object";
}

}  // namespace

call_envelope_read read_call_envelope(std::string_view body, call_args args) {
    call_envelope call;
    bool has_name = false, has_id = false;
    auto problem =
        for_each_member(body, [&](std::string_view key, simdjson::ondemand::value value) {
            std::string_view text;
            std::int64_t number = 0;
            if (key == "name") {
                if (value.get_string().get(text)) return "\"name\" is not a string";
                call.name = text;
                has_name = true;
            } else if (key == "id") {
                if (value.get_int64().get(number)) return "\"id\" is not a whole number";
                call.name = "method " + std::to_string(number);
                has_name = true;
            } else if (key == "callbackID") {
                if (value.get_string().get(text)) return "\"callbackID\" is not a string";
                call.callback_id = text;
                has_id = true;
            } else if (key == "args" && args == call_args::keep) {
                call.args = raw_text(value);
                if (call.args.empty()) return "not JSON: \"args\" is broken";
            }
            return "";
        });
    if (problem.empty() && !has_name) problem = "\"name\" is missing";
    if (problem.empty() && !has_id) problem = "\"callbackID\" is missing";
    if (!problem.empty()) return {std::nullopt, std::move(problem)};
    return {std::move(call), {}};
}

std::optional<answer_envelope> read_answer_envelope(std::string_view text) {
    answer_envelope answer;
    std::string result = "null", error;
    bool failed = false, has_id = false, is_answer = true;
    const auto problem =
        for_each_member(text, [&](std::string_view key, simdjson::ondemand::value value) {
            if (key == "result") {
                result = raw_text(value);
            } else if (key == "callbackid") {
                answer.callback_id = plain_text(value);
                has_id = true;
            } else if (key == "live") {
                is_answer = false;
            } else if (key == "error" || key == "code") {
                bool is_null = true;
                if (value.is_null().get(is_null) || is_null) return "";
                failed = true;
                (key == "error" ? error : answer.code) = plain_text(value);
            }
            return "";
        });
    if (!problem.empty() || !has_id || !is_answer) return std::nullopt;
    answer.ok = !failed;
    answer.value = failed ? std::move(error) : std::move(result);
    return answer;
}

live_subject read_live_subject(std::string_view body) {
    live_subject about;
    const auto problem =
        for_each_member(body, [&](std::string_view key, simdjson::ondemand::value value) {
            std::string_view text;
            if (key == "callbackID" && !value.get_string().get(text)) about.callback_id = text;
            else if (key == "request" && !value.get_string().get(text)) about.request = text;
            return "";
        });
    const bool is_number = about.request.find_first_not_of("0123456789") == std::string::npos;
    return problem.empty() && is_number ? about : live_subject{};
}

std::string rejection_text(std::string_view callback_id, errc code, std::string_view message) {
    std::string text = "{\"result\":null,\"error\":";
    append_json_string(text, message);
    text += ",\"callbackid\":";
    append_json_string(text, callback_id);
    text.append(",\"code\":\"").append(to_text(code)).append("\"}");
    return text;
}

}  // namespace fairlead::host
