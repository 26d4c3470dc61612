// SPDX-License-Identifier: MIT
//
// random_values — values of any mapped type from one seed, those at the edges often among them.
#pragma once

#include "tests/support/mapped_types.hpp"

#include <bit>
#include <cmath>
#include <cstdlib>
#include <limits>
#include <random>
#include <string>
#include <vector>

namespace fairlead::tests {

/// FAIRLEAD_SEED, or another one each time. Whoever draws prints it.
inline std::uint64_t seed_of_this_run() {
    if (auto const* const said = std::getenv("FAIRLEAD_SEED"))
        return std::strtoull(said, nullptr, 10);
    return std::random_device{}();
}

class random_source {
public:
    explicit random_source(std::uint64_t seed) : engine_{seed} {}

    std::uint64_t bits() { return engine_(); }
    std::size_t below(std::size_t bound) { return static_cast<std::size_t>(bits() % bound); }
    bool one_in(std::size_t n) { return below(n) == 0; }
    /// 0 often, `most` at times.
    std::size_t length(std::size_t most) { return one_in(4) ? 0 : below(most + 1); }

private:
    std::mt19937_64 engine_;
};

template <class T>
struct draw;

template <class T>
T drawn(random_source& from) {
    return draw<T>::from(from);
}

template <>
struct draw<bool> {
    static bool from(random_source& source) { return source.one_in(2); }
};

/// Of those that JavaScript can hold.
template <json::integer T>
struct draw<T> {
    static T from(random_source& source) {
        constexpr auto least = json::codec<T>::least;
        constexpr auto most = json::codec<T>::most;
        if (source.one_in(8)) {
            constexpr std::int64_t edges[] = {least, most, 0, most - 1, least + 1};
            return static_cast<T>(edges[source.below(5)]);
        }
        const auto span = static_cast<std::uint64_t>(most) - static_cast<std::uint64_t>(least) + 1;
        // Of all sizes, not only of the largest.
        const auto offset = source.bits() >> source.below(64);
        return static_cast<T>(least + static_cast<std::int64_t>(offset % span));
    }
};

template <std::floating_point T>
struct draw<T> {
    static T from(random_source& source) {
        using limits = std::numeric_limits<T>;
        if (source.one_in(8)) {
            constexpr T edges[] = {T{0},
                                   -T{0},
                                   limits::max(),
                                   limits::min(),
                                   -limits::max(),
                                   limits::denorm_min(),
                                   limits::epsilon(),
                                   T(0.1),
                                   T(9007199254740993.0)};
            return edges[source.below(std::size(edges))];
        }
        if (source.one_in(4)) return static_cast<T>(source.bits() % 100'000) / 100;
        using pattern = std::conditional_t<sizeof(T) == 4, std::uint32_t, std::uint64_t>;
        for (;;) {
            const auto any = std::bit_cast<T>(static_cast<pattern>(source.bits()));
            if (std::isfinite(any)) return any;
        }
    }
};

/// Unicode's, without surrogates; those that JSON escapes come often.
inline char32_t drawn_code_point(random_source& source, char32_t most = 0x10ffff) {
    constexpr char32_t odd[] = {U'"',   U'\\',  U'/',    0x00,    0x1f,    0x7f,   0x80,
                                0x7ff,  0x800,  0x2028,  0x2029,  0xd7ff,  0xe000, 0xfeff,
                                0xfffd, 0xffff, 0x10000, 0x1f600, 0x10ffff};
    for (;;) {
        auto point = static_cast<char32_t>(source.below(0x80));
        if (source.one_in(4)) point = odd[source.below(std::size(odd))];
        else if (source.one_in(4)) point = static_cast<char32_t>(source.below(0x110000));
        if (point <= most && (point < 0xd800 || point >= 0xe000)) return point;
    }
}

template <json::character T>
struct draw<T> {
    static T from(random_source& source) {
        return static_cast<T>(drawn_code_point(source, json::codec<T>::most));
    }
};

template <>
struct draw<std::string> {
    static std::string from(random_source& source) {
        std::string text;
        for (auto left = source.length(12); left > 0; --left) {
            const auto point = drawn_code_point(source);
            const auto tail = [&](int shift) {
                text += static_cast<char>(0x80 | (point >> shift & 0x3f));
            };
            if (point < 0x80) text += static_cast<char>(point);
            else if (point < 0x800) text += static_cast<char>(0xc0 | point >> 6), tail(0);
            else if (point < 0x10000)
                text += static_cast<char>(0xe0 | point >> 12), tail(6), tail(0);
            else text += static_cast<char>(0xf0 | point >> 18), tail(12), tail(6), tail(0);
        }
        return text;
    }
};

template <>
struct draw<std::byte> {
    static std::byte from(random_source& source) { return static_cast<std::byte>(source.bits()); }
};

template <class Integer>
struct draw<decimal_text<Integer>> {
    static decimal_text<Integer> from(random_source& source) {
        using limits = std::numeric_limits<Integer>;
        if (source.one_in(8)) return source.one_in(2) ? limits::max() : limits::min();
        return static_cast<Integer>(source.bits());
    }
};

template <json::described_enum T>
struct draw<T> {
    static T from(random_source& source) {
        auto const& all = json::enumerators_of<T>;
        return static_cast<T>(all[source.below(all.size())].value);
    }
};

template <>
struct draw<bytes> {
    static bytes from(random_source& source) {
        const auto data = drawn<std::vector<std::byte>>(source);
        return bytes::copy_of(std::span{data});
    }
};

template <>
struct draw<raw_json> {
    static raw_json from(random_source& source) {
        raw_json made{"["};
        json::write(made.text, drawn<int>(source));
        made.text += R"(,{"a":)";
        json::write(made.text, drawn<bool>(source));
        made.text += R"(},[],"x",null])";
        return made;
    }
};

template <class T>
struct draw<std::optional<T>> {
    static std::optional<T> from(random_source& source) {
        if (source.one_in(3)) return std::nullopt;
        return drawn<T>(source);
    }
};
template <class T>
struct draw<std::unique_ptr<T>> {
    static std::unique_ptr<T> from(random_source& source) {
        return source.one_in(3) ? nullptr : std::make_unique<T>(drawn<T>(source));
    }
};
template <class T>
struct draw<std::shared_ptr<T>> {
    static std::shared_ptr<T> from(random_source& source) {
        return source.one_in(3) ? nullptr : std::make_shared<T>(drawn<T>(source));
    }
};

template <json::sequence T>
struct draw<T> {
    static T from(random_source& source) {
        T made;
        for (auto left = source.length(4); left > 0; --left)
            made.insert(made.end(), drawn<typename T::value_type>(source));
        return made;
    }
};
template <json::json_map T>
struct draw<T> {
    static T from(random_source& source) {
        T made;
        for (auto left = source.length(4); left > 0; --left) {
            auto key = drawn<typename T::key_type>(source);
            made[std::move(key)] = drawn<typename T::mapped_type>(source);
        }
        return made;
    }
};
template <class T, std::size_t N>
struct draw<std::array<T, N>> {
    static std::array<T, N> from(random_source& source) {
        std::array<T, N> made;
        for (auto& each : made) each = drawn<T>(source);
        return made;
    }
};
template <class... Parts>
struct draw<std::tuple<Parts...>> {
    static std::tuple<Parts...> from(random_source& source) {
        return std::tuple<Parts...>{drawn<Parts>(source)...};
    }
};
template <class A, class B>
struct draw<std::pair<A, B>> {
    static std::pair<A, B> from(random_source& source) {
        auto first = drawn<A>(source);
        return {std::move(first), drawn<B>(source)};
    }
};

template <class... Types>
struct draw<std::variant<Types...>> {
    static std::variant<Types...> from(random_source& source) {
        return boost::mp11::mp_with_index<sizeof...(Types)>(
            source.below(sizeof...(Types)), [&](auto i) {
                using type = boost::mp11::mp_at_c<std::variant<Types...>, decltype(i)::value>;
                return std::variant<Types...>{std::in_place_index<decltype(i)::value>,
                                              drawn<type>(source)};
            });
    }
};
template <>
struct draw<std::monostate> {
    static std::monostate from(random_source&) { return {}; }
};

/// Of the years that are sent.
template <class Duration>
struct draw<std::chrono::sys_time<Duration>> {
    static std::chrono::sys_time<Duration> from(random_source& source) {
        constexpr std::uint64_t span = 18'000'000'000;  // Seconds, from 1684 to 2255.
        const std::chrono::sys_time<std::chrono::nanoseconds> when{
            std::chrono::seconds{static_cast<std::int64_t>(source.bits() % span) - 9'000'000'000} +
            std::chrono::nanoseconds{source.one_in(2) ? 0 : source.below(1'000'000'000)}};
        return std::chrono::floor<Duration>(when);
    }
};
template <class Rep, class Period>
struct draw<std::chrono::duration<Rep, Period>> {
    static std::chrono::duration<Rep, Period> from(random_source& source) {
        return std::chrono::duration_cast<std::chrono::duration<Rep, Period>>(
            std::chrono::nanoseconds{drawn<std::int64_t>(source)});
    }
};

template <json::described T>
struct draw<T> {
    static T from(random_source& source) {
        T made;
        boost::mp11::mp_for_each<json::members_of<T>>([&](auto one) {
            auto& member = made.*one.pointer;
            member = drawn<std::remove_reference_t<decltype(member)>>(source);
        });
        return made;
    }
};

template <>
struct draw<mapped::Money> {
    static mapped::Money from(random_source& source) { return {drawn<std::int32_t>(source)}; }
};
/// Not deeper than it must be.
template <>
struct draw<mapped::Tree> {
    static mapped::Tree from(random_source& source) {
        mapped::Tree made{drawn<std::string>(source), {}};
        while (source.one_in(3)) made.children.push_back(from(source));
        return made;
    }
};

// -- equality, where the types have none that serves ----------------------------------------------

template <class T>
bool same(T const& a, T const& b) {
    return a == b;
}
inline bool same(bytes const& a, bytes const& b) { return std::ranges::equal(a.span(), b.span()); }
inline bool same(std::vector<bytes> const& a, std::vector<bytes> const& b) {
    return std::ranges::equal(a, b, [](auto const& x, auto const& y) { return same(x, y); });
}
inline bool same(raw_json const& a, raw_json const& b) { return a.text == b.text; }
template <class T>
bool same(std::unique_ptr<T> const& a, std::unique_ptr<T> const& b) {
    return a && b ? same(*a, *b) : !a == !b;
}
template <class T>
bool same(std::shared_ptr<T> const& a, std::shared_ptr<T> const& b) {
    return a && b ? same(*a, *b) : !a == !b;
}
template <json::described T>
bool same(T const& a, T const& b) {
    bool is_same = true;
    boost::mp11::mp_for_each<json::members_of<T>>(
        [&](auto one) { is_same = is_same && same(a.*one.pointer, b.*one.pointer); });
    return is_same;
}

}  // namespace fairlead::tests
