// SPDX-License-Identifier: MIT
//
// json codec — the parts that are not templates.
#include <fairlead/json/codec.hpp>

#include <charconv>
#include <cmath>

namespace fairlead::json {
namespace {

template <class Number>
void append(std::string& to, Number number) {
    std::array<char, 40> digits;
    const auto [end, error] = std::to_chars(digits.data(), digits.data() + digits.size(), number);
    static_cast<void>(error);  // 40 characters hold every number there is.
    to.append(digits.data(), end);
}

template <class Number>
void append_finite(std::string& to, Number number) {
    if (!std::isfinite(number))
        throw not_encodable{"JSON has no NaN and no infinity; the result contains one"};
    append(to, number);
}

template <class Number>
void parse(std::string_view digits, Number& number) {
    auto const* const end = digits.data() + digits.size();
    const auto [stopped, error] = std::from_chars(digits.data(), end, number);
    if (error != std::errc{} || stopped != end)
        throw bad_value{"expected an integer of 64 bits as text, got \"" +
                        std::string{digits.substr(0, 40)} + '"'};
}

/// `"red", "green"`
template <class Range, class Name>
std::string listed(Range const& all, Name&& name) {
    std::string text;
    for (auto const& one : all) {
        if (!text.empty()) text += ", ";
        text += name(one);
    }
    return text;
}

}  // namespace

void append_number(std::string& to, std::int64_t number) { append(to, number); }
void append_number(std::string& to, std::uint64_t number) { append(to, number); }
void append_number(std::string& to, double number) { append_finite(to, number); }
void append_number(std::string& to, float number) { append_finite(to, number); }

void throw_unsafe_integer(std::string digits) {
    throw not_encodable{digits + " is no exact number in JavaScript, whose integers end at 2^53 - "
                                 "1; fairlead::int64_text and uint64_text travel as text"};
}

void parse_integer(std::string_view digits, std::int64_t& to) { parse(digits, to); }
void parse_integer(std::string_view digits, std::uint64_t& to) { parse(digits, to); }

void throw_wrong_count(std::size_t expected, std::size_t came) {
    throw bad_value{"expected " + std::to_string(expected) + " elements, got " +
                    std::to_string(came)};
}

long long enumerator_named(std::string_view name, std::span<enumerator const> all) {
    for (auto const& one : all)
        if (one.name == name) return one.value;
    throw bad_value{
        "expected one of " +
        listed(all, [](enumerator const& one) { return '"' + std::string{one.name} + '"'; }) +
        ", got \"" + std::string{name.substr(0, 40)} + '"'};
}

std::string_view name_of_enumerator(long long value, std::span<enumerator const> all,
                                    std::type_info const& type) {
    for (auto const& one : all)
        if (one.value == value) return one.name;
    throw not_encodable{std::to_string(value) + " is no enumerator of " + short_type_name(type)};
}

void read_object(value& from, std::span<member_reader const> members, void* to) {
    std::size_t next = 0;  // They mostly come in the order of the description.
    from.each_member([&](std::string_view key, value& member) {
        for (std::size_t tried = 0; tried < members.size(); ++tried) {
            if (next == members.size()) next = 0;
            auto const& one = members[next++];
            if (one.name == key) return one.read(member, to);
        }
    });
}

namespace {

/// What speaks for one described struct when an object comes.
struct fit {
    std::size_t known = 0;    ///< Members of the object that are members of the struct.
    std::size_t missing = 0;  ///< Members of the struct that did not come.
    bool is_possible = true;  ///< All that must come came.

    bool is_better_than(fit const& other) const {
        if (is_possible != other.is_possible) return is_possible;
        return known != other.known ? known > other.known : missing < other.missing;
    }
};

fit fit_of(alternative const& one, std::span<std::string const> keys) {
    fit found;
    for (auto const& member : one.members) {
        const bool came = std::ranges::find(keys, member.name) != keys.end();
        found.known += came ? 1 : 0;
        found.missing += came ? 0 : 1;
        found.is_possible &= came || member.may_be_missing;
    }
    return found;
}

/// Among described structs, by the names of their members.
std::size_t struct_of(value& from, std::span<alternative const> all) {
    std::vector<std::string> keys;
    from.each_key_ahead([&](std::string_view key) { keys.emplace_back(key); });
    std::vector<std::size_t> best;
    fit of_best;
    of_best.is_possible = false;
    for (std::size_t i = 0; i < all.size(); ++i) {
        if ((all[i].kinds & kinds_among(kind::object)) == 0) continue;
        const auto mine = fit_of(all[i], keys);
        if (!mine.is_possible || of_best.is_better_than(mine)) continue;
        if (mine.is_better_than(of_best)) best.clear();
        best.push_back(i);
        of_best = mine;
    }
    if (best.size() == 1) return best.front();
    const auto name = [&](std::size_t i) { return short_type_name(*all[i].type); };
    if (!best.empty()) throw bad_value{"the object can be any of " + listed(best, name)};
    for (std::size_t i = 0; i < all.size(); ++i)
        if ((all[i].kinds & kinds_among(kind::object)) != 0) best.push_back(i);
    throw bad_value{"the object lacks members of any of " + listed(best, name)};
}

}  // namespace

std::size_t alternative_of(value& from, std::span<alternative const> all) {
    const auto came = kinds_among(from.kind());
    std::size_t found = all.size();
    kind_set possible = 0;
    for (std::size_t i = 0; i < all.size(); ++i) {
        possible |= all[i].kinds;
        if ((all[i].kinds & came) == 0) continue;
        if (found != all.size()) return struct_of(from, all);
        found = i;
    }
    if (found != all.size()) return found;
    std::vector<kind> words;
    for (auto each :
         {kind::null, kind::boolean, kind::number, kind::string, kind::array, kind::object})
        if ((possible & kinds_among(each)) != 0) words.push_back(each);
    from.mismatch("one of: " + listed(words, in_words));
}

}  // namespace fairlead::json
