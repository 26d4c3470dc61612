// SPDX-License-Identifier: MIT
//
// invoke_text — keys come in any order; of a key that comes twice the last one counts, as in
// JSON.parse.
#include "broker/routing/invoke_text.hpp"

#include "broker/routing/padded_text.hpp"

namespace fairlead::broker::routing {

namespace ondemand = simdjson::ondemand;

namespace {

constexpr std::string_view empty_array = "[]";

struct json_fields {
    std::optional<std::string_view> name;
    std::optional<std::uint64_t> id;
    std::optional<std::string_view> callback_id;
    std::string_view array = empty_array;  // "args" or "data".
    std::optional<wire::trace_context> context;
};

std::optional<std::string> read_array(ondemand::value value, std::string_view key,
                                      std::string_view& to) {
    // "nu" has the first letter of null and is neither: an error, which must not be thrown here.
    bool is_null = false;
    if (value.is_null().get(is_null) == simdjson::SUCCESS && is_null) {
        to = empty_array;
        return std::nullopt;
    }
    ondemand::array array;
    if (value.get_array().get(array) != simdjson::SUCCESS)
        return "\"" + std::string{key} + "\" is not an array";
    if (const auto error = array.raw_json().get(to)) return padded_text::not_json(error);
    while (!to.empty() && std::string_view{" \t\r\n"}.find(to.back()) != std::string_view::npos)
        to.remove_suffix(1);
    // simdjson counts brackets and does not look at what they are; its reader will, behind us.
    if (!to.ends_with(']')) return "\"" + std::string{key} + "\" is not an array";
    return std::nullopt;
}

/// One field into its place; or what is wrong with it.
std::optional<std::string> read_field(std::string_view key, ondemand::value value,
                                      std::string_view array_key, json_fields& fields) {
    if (key == array_key) return read_array(value, array_key, fields.array);
    if (key == "name" || key == "callbackID") {
        std::string_view text;
        if (value.get_string().get(text) != simdjson::SUCCESS)
            return "\"" + std::string{key} + "\" is not a string";
        (key == "name" ? fields.name : fields.callback_id) = text;
    } else if (key == "id") {
        std::uint64_t number = 0;
        if (value.get_uint64().get(number) != simdjson::SUCCESS)
            return "\"id\" is not a whole number";
        fields.id = number;
    } else if (key == "traceparent") {
        std::string_view text;
        if (value.get_string().get(text) == simdjson::SUCCESS)
            fields.context = wire::trace_context::parse(text);
        if (!fields.context) return "\"traceparent\" is none";
    }
    return std::nullopt;
}

}  // namespace

struct invoke_parser::working_set : padded_text {
    std::string id_name;

    std::optional<std::string> read(std::size_t skip, std::string_view array_key,
                                    json_fields& fields) {
        return read_object(skip, [&](std::string_view key, ondemand::value one) {
            return read_field(key, one, array_key, fields);
        });
    }
};

invoke_parser::invoke_parser() : set_{std::make_unique<working_set>()} {}
invoke_parser::~invoke_parser() = default;

std::variant<invocation, invoke_fault> invoke_parser::parse(std::span<const std::byte> payload) {
    set_->assign(payload);
    const auto text = set_->view();
    auto outcome = [&]() -> std::variant<invocation, std::string> {
        if (text.starts_with('C') || text.starts_with('c')) return read_call(text[0]);
        if (text.starts_with("EE")) return read_event();
        if (text.starts_with("EX"))
            return invocation{invoke_kind::unlisten, text.substr(2), empty_array, {}};
        return std::string{"the message is neither a call (C, c) nor an event (EE, EX)"};
    }();
    if (auto* good = std::get_if<invocation>(&outcome)) return *good;
    return invoke_fault{std::move(std::get<std::string>(outcome)), rescue_callback_id()};
}

std::variant<invocation, std::string> invoke_parser::read_call(char kind) {
    json_fields fields;
    if (auto fault = set_->read(1, "args", fields)) return std::move(*fault);
    if (!fields.callback_id) return std::string{"the call has no \"callbackID\""};
    if (kind == 'c') {
        if (!fields.id) return std::string{"the call has no \"id\""};
        set_->id_name = "#" + std::to_string(*fields.id);
        fields.name = set_->id_name;
    }
    if (!fields.name) return std::string{"the call has no \"name\""};
    return invocation{invoke_kind::call, *fields.name, fields.array, *fields.callback_id,
                      fields.context};
}

std::variant<invocation, std::string> invoke_parser::read_event() {
    json_fields fields;
    if (auto fault = set_->read(2, "data", fields)) return std::move(*fault);
    if (!fields.name) return std::string{"the event has no \"name\""};
    return invocation{invoke_kind::event, *fields.name, fields.array, {}};
}

/// Somebody waits for that callback: an error that reaches it is worth a search by hand.
std::optional<std::string> invoke_parser::rescue_callback_id() {
    constexpr std::string_view key = "\"callbackID\"";
    const auto text = set_->view();
    if (!text.starts_with('C') && !text.starts_with('c')) return std::nullopt;
    auto at = text.rfind(key);
    if (at == text.npos) return std::nullopt;
    at = text.find_first_not_of(" \t\r\n", at + key.size());
    if (at == text.npos || text[at] != ':') return std::nullopt;
    at = text.find_first_not_of(" \t\r\n", at + 1);
    if (at == text.npos || text[at] != '"') return std::nullopt;
    auto end = at + 1;
    while (end < text.size() && text[end] != '"') end += text[end] == '\\' ? 2 : 1;
    if (end >= text.size()) return std::nullopt;

    return set_->read_string(text.substr(at, end + 1 - at));
}

}  // namespace fairlead::broker::routing
