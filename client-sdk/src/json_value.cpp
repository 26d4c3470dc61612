// SPDX-License-Identifier: MIT
//
// json value — read by simdjson on demand: a value's text is looked at when somebody asks for it.
#include "json_document.hpp"

#include <charconv>
#include <cmath>
#include <cstring>

namespace fairlead::json {
namespace {

/// A type that holds itself is read by recursion, so hostile texts must end somewhere.
constexpr std::int32_t depth_max = 512;

void check_depth(simdjson::ondemand::value const& at) {
    if (at.current_depth() > depth_max)
        throw bad_value{"nested deeper than " + std::to_string(depth_max) + " values"};
}

cursor& mine(value& one) { return static_cast<cursor&>(one); }

[[noreturn, gnu::cold]] void refuse_integer(value& one, std::int64_t least, std::int64_t most) {
    one.mismatch("an integer from " + std::to_string(least) + " to " + std::to_string(most));
}

/// A key as text. `kept` holds it where it was written with escapes.
std::string_view key_of(simdjson::ondemand::raw_json_string raw, std::string& kept) {
    auto const* const begin = raw.raw();
    auto const* end = begin;
    while (*end != '"' && *end != '\\') ++end;
    if (*end == '"') return {begin, static_cast<std::size_t>(end - begin)};
    for (; *end != '"'; ++end)
        if (*end == '\\') ++end;
    const std::string_view inside{begin, static_cast<std::size_t>(end - begin)};
    kept.resize(inside.size());
    return {kept.data(), unescape(inside, kept.data())};
}

template <class Visit>
void for_each_field(cursor& from, Visit&& visit) {
    check_depth(from.at());
    simdjson::ondemand::object members;
    if (from.at().get_object().get(members)) from.mismatch("an object");
    std::string kept;
    for (auto member : members) {
        simdjson::ondemand::field field;
        if (const auto error = std::move(member).get(field)) throw_broken(error);
        visit(key_of(field.key(), kept), field.value());
    }
}

template <class Visit>
void for_each_element(cursor& from, Visit&& visit) {
    check_depth(from.at());
    simdjson::ondemand::array elements;
    if (from.at().get_array().get(elements)) from.mismatch("an array");
    for (auto element : elements) {
        simdjson::ondemand::value next;
        if (const auto error = element.get(next)) throw_broken(error);
        visit(next);
    }
}

/// Reads it to its end, so that what is wrong anywhere in it is found.
void check(simdjson::ondemand::value from) {
    cursor one{from};
    switch (one.kind()) {
        case kind::null: one.is_null(); break;
        case kind::boolean: one.boolean(); break;
        case kind::number: one.number(); break;
        case kind::string: one.string(); break;
        case kind::array:
            for_each_element(one, [](simdjson::ondemand::value element) { check(element); });
            break;
        case kind::object:
            for_each_field(one, [](auto, simdjson::ondemand::value member) { check(member); });
    }
}

}  // namespace

std::string_view cursor::token() {
    auto text = at_.raw_json_token();
    while (!text.empty() && static_cast<unsigned char>(text.back()) <= ' ') text.remove_suffix(1);
    return text;
}

std::string_view cursor::unescape(std::string_view inside) {
    auto*& free_memory = at_.reader().string_buf_loc();
    auto* const begin = reinterpret_cast<char*>(free_memory);
    auto* const end = json::unescape(inside, begin);
    free_memory = reinterpret_cast<std::uint8_t*>(end);
    return {begin, end};
}

std::string_view in_words(kind what) {
    switch (what) {
        case kind::null: return "null";
        case kind::boolean: return "a boolean";
        case kind::number: return "a number";
        case kind::string: return "a string";
        case kind::array: return "an array";
        case kind::object: return "an object";
    }
    return "something else";
}

json::kind value::kind() const {
    switch (first_) {
        case 'n': return kind::null;
        case 't':
        case 'f': return kind::boolean;
        case '"': return kind::string;
        case '[': return kind::array;
        case '{': return kind::object;
        default: break;
    }
    if (first_ == '-' || (first_ >= '0' && first_ <= '9')) return kind::number;
    throw bad_value{"expected a value, got something that is not JSON"};
}

void value::mismatch(std::string_view expected) {
    std::string text = "expected ";
    (text += expected) += ", got ";
    text += in_words(kind());
    if (kind() != kind::array && kind() != kind::object && kind() != kind::null)
        ((text += " (") += mine(*this).token().substr(0, 40)) += ')';
    throw bad_value{std::move(text)};
}

bool value::is_really_null() {
    bool is_null = false;
    if (const auto error = mine(*this).at().is_null().get(is_null)) throw_broken(error);
    return is_null;
}

bool value::boolean() {
    bool is_true = false;
    if (mine(*this).at().get_bool().get(is_true)) mismatch("a boolean");
    return is_true;
}

std::int64_t value::integer(std::int64_t least, std::int64_t most) {
    std::int64_t number = 0;
    if (mine(*this).at().get_int64().get(number) || number < least || number > most)
        refuse_integer(*this, least, most);
    return number;
}

double value::number() {
    double number = 0;
    if (mine(*this).at().get_double().get(number)) mismatch("a number");
    return number;
}

float value::small_number() {
    // Not by way of a double: it would be rounded twice.
    const auto wide = number();
    const auto digits = mine(*this).token();
    float number = 0;
    if (std::from_chars(digits.data(), digits.data() + digits.size(), number).ec != std::errc{}) {
        if (std::abs(wide) > 1) mismatch("a number that a float can hold");
        number = static_cast<float>(wide);
    }
    return number;
}

std::string_view value::string(std::string_view expected) {
    if (first_ != '"') mismatch(expected);
    auto& self = mine(*this);
    auto inside = self.token();
    inside = inside.substr(1, inside.size() - 2);
    simdjson::ondemand::raw_json_string consumed;
    if (const auto error = self.at().get_raw_json_string().get(consumed)) throw_broken(error);
    if (std::memchr(inside.data(), '\\', inside.size()) == nullptr) return inside;
    return self.unescape(inside);
}

std::string_view value::raw() {
    auto& self = mine(*this);
    self.ahead([&] { check(self.at()); });
    std::string_view text;
    if (const auto error = simdjson::to_json_string(self.at()).get(text)) throw_broken(error);
    return text;
}

void value::walk_elements(element_walker each, void* to) {
    std::size_t index = 0;
    for_each_element(mine(*this), [&](simdjson::ondemand::value element) {
        cursor one{element};
        try {
            each(to, index, one);
        } catch (bad_value& problem) {
            problem.prepend('[' + std::to_string(index) + ']');
            throw;
        }
        ++index;
    });
}

void value::walk_members(member_walker each, void* to) {
    for_each_field(mine(*this), [&](std::string_view key, simdjson::ondemand::value member) {
        cursor one{member};
        try {
            each(to, key, one);
        } catch (bad_value& problem) {
            problem.prepend('.' + std::string{key});
            throw;
        }
    });
}

void value::walk_keys_ahead(key_walker each, void* to) {
    auto& self = mine(*this);
    self.ahead([&] {
        for_each_field(self,
                       [&](std::string_view key, simdjson::ondemand::value) { each(to, key); });
    });
}

}  // namespace fairlead::json
