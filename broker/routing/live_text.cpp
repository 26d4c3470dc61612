// SPDX-License-Identifier: MIT
//
// live_text — each form has its own list of what must stand in it; a key that is not its own is an
// error, so that nothing is said in vain.
#include "broker/routing/live_text.hpp"

#include "broker/routing/padded_text.hpp"

#include <algorithm>
#include <array>
#include <charconv>

namespace fairlead::broker::routing {

namespace ondemand = simdjson::ondemand;

namespace {

enum key : unsigned {
    callback_id = 1u << 0,
    request = 1u << 1,
    name = 1u << 2,
    handler = 1u << 3,
    stream = 1u << 4,
    bytes = 1u << 5,
    last = 1u << 6,
    code = 1u << 7,
    message = 1u << 8,
    item = 1u << 9,
    result = 1u << 10,
    progress = 1u << 11,
    data = 1u << 12,
};

constexpr std::array<std::string_view, 13> key_names{
    "callbackID", "request", "name", "handler", "stream",   "bytes", "last",
    "code",       "message", "item", "result",  "progress", "data"};

/// A form: what must stand in it and what may; of `either` exactly one.
struct form {
    char letter;
    live_kind kind;
    unsigned needed, either, allowed;
};

constexpr std::array forms{
    form{'X', live_kind::take_back, callback_id, 0, 0},
    form{'I', live_kind::item, stream | item, callback_id | request, 0},
    form{'L', live_kind::end, callback_id | stream, 0, code | message},
    form{'K', live_kind::credit, stream | bytes, callback_id | request, last},
    form{'O', live_kind::offer, name | handler | callback_id, 0, 0},
    form{'W', live_kind::withdraw, name | callback_id, 0, 0},
    form{'R', live_kind::result, request | result, 0, 0},
    form{'E', live_kind::error, request | code | message, 0, data},
    form{'P', live_kind::progress, request | progress, 0, 0},
};

std::string quoted(unsigned keys) {
    std::string text;
    for (std::size_t i = 0; i < key_names.size(); ++i)
        if ((keys & 1u << i) != 0)
            text += (text.empty() ? "\"" : " or \"") + std::string{key_names[i]} + "\"";
    return text;
}

unsigned first_of(unsigned keys) { return keys & (~keys + 1); }

/// What is wrong with a text that has these keys.
std::optional<std::string> judge(form const& as, unsigned found) {
    if (const auto missing = as.needed & ~found; missing != 0)
        return quoted(first_of(missing)) + " is missing";
    if (const auto odd = found & ~(as.needed | as.either | as.allowed); odd != 0)
        return quoted(first_of(odd)) + " has no meaning here";
    const auto either = found & as.either;
    if (as.either != 0 && (either == 0 || either != first_of(either)))
        return "it needs " + quoted(as.either) + ", and not both";
    if (((found & code) != 0) != ((found & message) != 0))
        return std::string{"\"code\" and \"message\" go together"};
    return std::nullopt;
}

std::optional<std::string> read_text(ondemand::value value, std::string_view& to) {
    if (value.get_string().get(to) != simdjson::SUCCESS) return "is not a string";
    return std::nullopt;
}

std::optional<std::string> read_number(ondemand::value value, std::uint64_t& to) {
    if (value.get_uint64().get(to) != simdjson::SUCCESS) return "is not a whole number";
    return std::nullopt;
}

/// The text of a scalar is given out unread.
bool is_scalar_broken(ondemand::value value) {
    ondemand::json_type type{};
    if (value.type().get(type) != simdjson::SUCCESS) return true;
    ondemand::number number;
    bool truth = false;
    switch (type) {
        case ondemand::json_type::number:
            return value.get_number().get(number) != simdjson::SUCCESS;
        case ondemand::json_type::boolean: return value.get_bool().get(truth) != simdjson::SUCCESS;
        case ondemand::json_type::null: return value.is_null().error() != simdjson::SUCCESS;
        default: return false;
    }
}

std::optional<std::string> read_json(ondemand::value value, std::string_view& to) {
    if (is_scalar_broken(value)) return "is not JSON";
    if (simdjson::to_json_string(value).get(to) != simdjson::SUCCESS) return "is not JSON";
    while (!to.empty() && std::string_view{" \t\r\n"}.find(to.back()) != std::string_view::npos)
        to.remove_suffix(1);
    return to.empty() ? std::optional<std::string>{"is not JSON"} : std::nullopt;
}

/// As a text: it does not fit into a number of JavaScript.
std::optional<std::string> read_request(ondemand::value value, request_id& to) {
    std::string_view digits;
    std::uint64_t number = 0;
    if (value.get_string().get(digits) != simdjson::SUCCESS || digits.empty())
        return "is not a number in quotes";
    const auto [end, failed] =
        std::from_chars(digits.data(), digits.data() + digits.size(), number);
    if (failed != std::errc{} || end != digits.data() + digits.size())
        return "is not a number in quotes";
    to = request_id{number};
    return std::nullopt;
}

std::optional<std::string> read_code(ondemand::value value, std::optional<errc>& to) {
    std::string_view text;
    if (value.get_string().get(text) != simdjson::SUCCESS) return "is not a string";
    to = errc_from_text(text);
    return to ? std::nullopt : std::optional<std::string>{"is no code of an error"};
}

std::optional<std::string> read_value(key which, ondemand::value value, live_saying& to) {
    std::string_view text;
    std::uint64_t number = 0;
    switch (which) {
        case callback_id: {
            auto fault = read_text(value, text);
            if (!fault) to.callback_id = text;
            return fault;
        }
        case request: return read_request(value, to.request);
        case name: return read_text(value, to.name);
        case message: return read_text(value, to.message);
        case code: return read_code(value, to.code);
        case stream: {
            auto fault = read_number(value, number);
            if (!fault && number > wire::argument_streams_max) return "is no stream of a call";
            to.stream = static_cast<wire::stream_id>(number);
            return fault;
        }
        case bytes:
        case handler: return read_number(value, to.number);
        case last:
            if (value.get_bool().get(to.last) != simdjson::SUCCESS) return "is not true or false";
            return std::nullopt;
        case item:
        case result:
        case progress:
        case data: return read_json(value, to.json);
    }
    return std::nullopt;
}

/// Items and credit of its own calls and of those that it serves run the other way round.
std::optional<std::string> judge_stream(live_saying const& said) {
    const bool of_result = said.stream == wire::result_stream;
    const bool asked = said.callback_id.has_value();
    switch (said.kind) {
        case live_kind::item:
            if (of_result == asked) return std::string{"\"stream\" is one that comes to the page"};
            return std::nullopt;
        case live_kind::end:
            if (of_result) return std::string{"\"stream\" is one that comes to the page"};
            return std::nullopt;
        case live_kind::credit:
            if (of_result != asked) return std::string{"\"stream\" is one of the page's own"};
            return std::nullopt;
        default: return std::nullopt;
    }
}

}  // namespace

struct live_parser::working_set : padded_text {};

live_parser::live_parser() : set_{std::make_unique<working_set>()} {}
live_parser::~live_parser() = default;

std::variant<live_saying, live_fault> live_parser::parse(std::span<const std::byte> payload) {
    set_->assign(payload);
    const auto text = set_->view();
    const char letter = text.size() > 1 ? text[1] : '\0';
    const auto* as = std::ranges::find(forms, letter, &form::letter);
    if (!text.starts_with('F') || as == forms.end())
        return live_fault{"the message begins with none of FX, FI, FL, FK, FO, FW, FR, FE, FP"};

    live_saying said{.kind = as->kind};
    unsigned found = 0;
    auto fault = set_->read_object(2, [&](std::string_view called, ondemand::value value) {
        const auto* at = std::ranges::find(key_names, called);
        if (at == key_names.end())
            return std::optional{"\"" + std::string{called} + "\" has no meaning here"};
        const auto which = static_cast<key>(1u << (at - key_names.begin()));
        found |= which;
        auto wrong = read_value(which, value, said);
        if (wrong) wrong->insert(0, "\"" + std::string{called} + "\" ");
        return wrong;
    });
    if (!fault) fault = judge(*as, found);
    if (!fault) fault = judge_stream(said);
    if (!fault) return said;
    live_fault told{std::string{text.substr(0, 2)} + ": " + *fault, said.kind};
    // Of a text that means two calls, or whose number cannot be read, nobody knows which.
    if ((found & (callback_id | request)) == callback_id && said.callback_id)
        told.callback_id = std::string{*said.callback_id};
    if ((found & (callback_id | request)) == request) told.request = said.request;
    return told;
}

}  // namespace fairlead::broker::routing
