// SPDX-License-Identifier: MIT
//
// invoke_text — simdjson on demand over one reused, padded buffer. Keys come in any order; of a key
// that comes twice the last one counts, as in JSON.parse.
#include "broker/routing/invoke_text.hpp"

#include <simdjson.h>

#include <cstring>
#include <vector>

namespace fairlead::broker::routing {

namespace ondemand = simdjson::ondemand;

namespace {

/// What is kept allocated between messages; a larger one gives its memory back.
constexpr std::size_t kept_bytes_max = 1u << 20;

constexpr std::string_view empty_array = "[]";

struct json_fields {
    std::optional<std::string_view> name;
    std::optional<std::uint64_t> id;
    std::optional<std::string_view> callback_id;
    std::string_view array = empty_array;  // "args" or "data".
};

std::string not_json(simdjson::error_code error) {
    return std::string{"the message is not valid JSON: "} + simdjson::error_message(error);
}

std::optional<std::string> read_array(ondemand::value value, std::string_view key,
                                      std::string_view& to) {
    if (value.is_null()) {
        to = empty_array;
        return std::nullopt;
    }
    ondemand::array array;
    if (value.get_array().get(array) != simdjson::SUCCESS)
        return "\"" + std::string{key} + "\" is not an array";
    if (const auto error = array.raw_json().get(to)) return not_json(error);
    while (!to.empty() && to.back() != ']') to.remove_suffix(1);  // Blanks behind it.
    return std::nullopt;
}

/// The fields of the one object that the text is; or what is wrong with it.
std::optional<std::string> read_fields(ondemand::document& document, std::string_view array_key,
                                       json_fields& fields) {
    ondemand::object object;
    if (const auto error = document.get_object().get(object))
        return error == simdjson::INCORRECT_TYPE ? "the message is not a JSON object"
                                                 : not_json(error);
    for (auto field : object) {
        std::string_view key;
        ondemand::value value;
        if (const auto error = field.unescaped_key().get(key)) return not_json(error);
        if (const auto error = field.value().get(value)) return not_json(error);
        if (key == array_key) {
            if (auto fault = read_array(value, array_key, fields.array)) return fault;
        } else if (key == "name" || key == "callbackID") {
            std::string_view text;
            if (value.get_string().get(text) != simdjson::SUCCESS)
                return "\"" + std::string{key} + "\" is not a string";
            (key == "name" ? fields.name : fields.callback_id) = text;
        } else if (key == "id") {
            std::uint64_t number = 0;
            if (value.get_uint64().get(number) != simdjson::SUCCESS)
                return "\"id\" is not a whole number";
            fields.id = number;
        }
    }
    if (char const* rest = nullptr; document.current_location().get(rest) == simdjson::SUCCESS)
        return "something follows the JSON object";
    return std::nullopt;
}

}  // namespace

struct invoke_parser::working_set {
    ondemand::parser parser;
    ondemand::document document;
    std::vector<char> text;  // Private copy and simdjson's padding.
    std::size_t bytes = 0;
    std::string id_name;

    void assign(std::span<const std::byte> payload) {
        if (text.size() > kept_bytes_max && payload.size() <= kept_bytes_max / 2) {
            text = {};
            parser = ondemand::parser{};
        }
        bytes = payload.size();
        if (text.size() < bytes + simdjson::SIMDJSON_PADDING)
            text.resize(bytes + simdjson::SIMDJSON_PADDING);
        if (bytes > 0) std::memcpy(text.data(), payload.data(), bytes);
        std::memset(text.data() + bytes, 0, simdjson::SIMDJSON_PADDING);
    }
    std::string_view view() const { return {text.data(), bytes}; }
    simdjson::error_code iterate(std::size_t skip) {
        return parser.iterate(text.data() + skip, bytes - skip, text.size() - skip).get(document);
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
    if (const auto error = set_->iterate(1)) return not_json(error);
    json_fields fields;
    if (auto fault = read_fields(set_->document, "args", fields)) return std::move(*fault);
    if (!fields.callback_id) return std::string{"the call has no \"callbackID\""};
    if (kind == 'c') {
        if (!fields.id) return std::string{"the call has no \"id\""};
        set_->id_name = "#" + std::to_string(*fields.id);
        fields.name = set_->id_name;
    }
    if (!fields.name) return std::string{"the call has no \"name\""};
    return invocation{invoke_kind::call, *fields.name, fields.array, *fields.callback_id};
}

std::variant<invocation, std::string> invoke_parser::read_event() {
    if (const auto error = set_->iterate(2)) return not_json(error);
    json_fields fields;
    if (auto fault = read_fields(set_->document, "data", fields)) return std::move(*fault);
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

    const simdjson::padded_string literal{text.substr(at, end + 1 - at)};
    std::string_view id;
    if (set_->parser.iterate(literal).get(set_->document) != simdjson::SUCCESS ||
        set_->document.get_string().get(id) != simdjson::SUCCESS)
        return std::nullopt;
    return std::string{id};
}

}  // namespace fairlead::broker::routing
