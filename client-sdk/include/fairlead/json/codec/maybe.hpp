// SPDX-License-Identifier: MIT
//
// codec of what may be missing — optional and the owning pointers: a value or null.
#pragma once

#include <fairlead/json/codec/base.hpp>

#include <memory>
#include <optional>
#include <string>
#include <utility>

namespace fairlead::json {

template <class T>
inline constexpr bool may_be_missing = false;
template <class T>
inline constexpr bool may_be_missing<std::optional<T>> = true;
template <class T>
inline constexpr bool may_be_missing<std::unique_ptr<T>> = true;
template <class T>
inline constexpr bool may_be_missing<std::shared_ptr<T>> = true;

template <class Maybe, class T>
struct maybe_codec {
    static_assert(!may_be_missing<T>, "JSON has one null: which of the two would it be?");
    static constexpr auto kinds = kinds_of<T>() | kinds_among(kind::null);
    static void write(std::string& to, Maybe const& from) {
        if (from) json::write(to, *from);
        else to += "null";
    }
    static std::string describe(catalogue& types) {
        return R"({"optional":)" + json::describe<T>(types) + '}';
    }
};

template <class T>
struct codec<std::optional<T>> : maybe_codec<std::optional<T>, T> {
    static void read(value& from, std::optional<T>& to) {
        if (from.is_null()) to.reset();
        else json::read(from, to.emplace());
    }
};
template <class Pointer, class T>
struct pointer_codec : maybe_codec<Pointer, T> {
    static void read(value& from, Pointer& to) {
        to.reset();
        if (from.is_null()) return;
        auto made = std::make_unique<T>();
        json::read(from, *made);
        to = std::move(made);
    }
};
template <class T>
struct codec<std::unique_ptr<T>> : pointer_codec<std::unique_ptr<T>, T> {};
template <class T>
struct codec<std::shared_ptr<T>> : pointer_codec<std::shared_ptr<T>, T> {};

}  // namespace fairlead::json
