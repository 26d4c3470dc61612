// SPDX-License-Identifier: MIT
//
// value — one value of a JSON text while it is read: once, from front to back.
//
// Who reads is hidden, so that a plugin's compiler need not see a JSON parser. A value lives as
// long as the call that hands it out; texts that it gives, until the outermost read ends.
#pragma once

#include <fairlead/json/error.hpp>

#include <cstddef>
#include <cstdint>
#include <memory>
#include <string>
#include <string_view>
#include <type_traits>

namespace fairlead::json {

enum class kind : std::uint8_t { null, boolean, number, string, array, object };

/// From here on two integers can be one and the same number of JavaScript.
inline constexpr std::int64_t largest_safe_integer = (std::int64_t{1} << 53) - 1;

/// All throw bad_value; what does not fit is told in words, with what came instead.
class value {
public:
    value(value const&) = delete;
    value& operator=(value const&) = delete;

    json::kind kind() const;
    bool is_null() { return first_ == 'n' && is_really_null(); }

    bool boolean();
    std::int64_t integer(std::int64_t least = -largest_safe_integer,
                         std::int64_t most = largest_safe_integer);
    double number();
    float small_number();
    /// UTF-8. `expected` stands in the error: "a string", "a time".
    std::string_view string(std::string_view expected = "a string");
    /// The whole value as it is written, checked to be JSON.
    std::string_view raw();

    /// each(index, element); errors get the index into their path.
    template <class Each>
    void each_element(Each&& each) {
        walk_elements(
            [](void* to, std::size_t index, value& element) {
                (*static_cast<std::remove_reference_t<Each>*>(to))(index, element);
            },
            address_of(each));
    }
    /// each(key, member); errors get the key into their path.
    template <class Each>
    void each_member(Each&& each) {
        walk_members(
            [](void* to, std::string_view key, value& member) {
                (*static_cast<std::remove_reference_t<Each>*>(to))(key, member);
            },
            address_of(each));
    }
    /// each(key) for the members of an object, which can still be read afterwards.
    template <class Each>
    void each_key_ahead(Each&& each) {
        walk_keys_ahead(
            [](void* to, std::string_view key) {
                (*static_cast<std::remove_reference_t<Each>*>(to))(key);
            },
            address_of(each));
    }

    /// Throws "expected …, got …".
    [[noreturn]] void mismatch(std::string_view expected);

protected:
    explicit value(char first) noexcept : first_{first} {}
    ~value() = default;

private:
    using element_walker = void (*)(void* to, std::size_t index, value& element);
    using member_walker = void (*)(void* to, std::string_view key, value& member);
    using key_walker = void (*)(void* to, std::string_view key);

    template <class Each>
    static void* address_of(Each& each) {
        return const_cast<void*>(static_cast<void const*>(std::addressof(each)));
    }
    bool is_really_null();
    void walk_elements(element_walker each, void* to);
    void walk_members(member_walker each, void* to);
    void walk_keys_ahead(key_walker each, void* to);

    char first_;  ///< Of its text: it says the kind.
};

/// "a number", "an object" …
std::string_view in_words(kind what);

}  // namespace fairlead::json
