// SPDX-License-Identifier: MIT
//
// json codec — the parts that are not templates: numbers, and the sentences of errors.
#include <fairlead/json/codec.hpp>

namespace fairlead::json {
namespace {

std::string_view in_words(value& came) {
    simdjson::ondemand::json_type type;
    if (came.type().get(type)) return "something that is not JSON";
    switch (type) {
        case simdjson::ondemand::json_type::array: return "an array";
        case simdjson::ondemand::json_type::object: return "an object";
        case simdjson::ondemand::json_type::number: return "a number";
        case simdjson::ondemand::json_type::string: return "a string";
        case simdjson::ondemand::json_type::boolean: return "a boolean";
        case simdjson::ondemand::json_type::null: return "null";
    }
    return "something else";
}

template <class Number>
void append(std::string& to, Number number) {
    std::array<char, 40> digits;
    const auto [end, error] = std::to_chars(digits.data(), digits.data() + digits.size(), number);
    static_cast<void>(error);  // 40 characters hold every number there is.
    to.append(digits.data(), end);
}

}  // namespace

void throw_mismatch(std::string_view expected, value& came) {
    std::string text = "expected ";
    text += expected;
    text += ", got ";
    text += in_words(came);
    std::string_view token;
    if (const auto raw = came.raw_json_token();
        !raw.empty() && raw.front() != '[' && raw.front() != '{')
        text += " (" + std::string{raw.substr(0, 40)} + ")";
    throw bad_value{std::move(text)};
}

void throw_broken(simdjson::error_code error) {
    throw bad_value{std::string{"broken JSON: "} + simdjson::error_message(error)};
}

void append_number(std::string& to, std::int64_t number) { append(to, number); }
void append_number(std::string& to, std::uint64_t number) { append(to, number); }

void append_number(std::string& to, double number) {
    if (!std::isfinite(number))
        throw not_encodable{"JSON has no NaN and no infinity; the result contains one"};
    append(to, number);
}

}  // namespace fairlead::json
