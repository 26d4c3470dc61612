// SPDX-License-Identifier: MIT
//
// mapped_types — every type that has JSON, once each, with a name: what the property tests go
// through, here and in a page.
#pragma once

#include <fairlead/json/codec.hpp>

#include <deque>
#include <list>
#include <map>
#include <set>
#include <stdexcept>
#include <unordered_map>
#include <unordered_set>

namespace mapped {

enum class Colour { red, green, blue = 7 };
BOOST_DESCRIBE_ENUM(Colour, red, green, blue)

struct Address {
    std::string street;
    std::optional<int> number;
    bool operator==(Address const&) const = default;
};
BOOST_DESCRIBE_STRUCT(Address, (), (street, number))

struct Being {
    std::int64_t age = 0;
    bool operator==(Being const&) const = default;
};
BOOST_DESCRIBE_STRUCT(Being, (), (age))

struct Person : Being {
    std::string name;
    std::optional<Address> home;
    std::vector<Address> others;
    Colour favourite{};
    bool operator==(Person const&) const = default;
};
BOOST_DESCRIBE_STRUCT(Person, (Being), (name, home, others, favourite))

struct Tree {
    std::string label;
    std::vector<Tree> children;
    bool operator==(Tree const&) const = default;
};
BOOST_DESCRIBE_STRUCT(Tree, (), (label, children))

struct Circle {
    double radius = 0;
    bool operator==(Circle const&) const = default;
};
BOOST_DESCRIBE_STRUCT(Circle, (), (radius))

struct Box {
    double width = 0;
    double height = 0;
    bool operator==(Box const&) const = default;
};
BOOST_DESCRIBE_STRUCT(Box, (), (width, height))

struct Picture {
    std::string name;
    fairlead::bytes pixels;
    std::vector<fairlead::bytes> layers;
};
BOOST_DESCRIBE_STRUCT(Picture, (), (name, pixels, layers))

/// Travels as "12.34".
struct Money {
    std::int32_t cents = 0;
    bool operator==(Money const&) const = default;
};

using Shape =
    std::variant<std::monostate, bool, double, std::string, std::vector<int>, Circle, Box>;

}  // namespace mapped

template <>
struct fairlead::json::converter<mapped::Money> {
    static std::string to_json(mapped::Money from) { return std::to_string(from.cents) + "e-2"; }
    static mapped::Money from_json(std::string const& text) {
        std::size_t used = 0;
        const mapped::Money made{std::stoi(text, &used)};
        if (text.substr(used) != "e-2") throw std::invalid_argument{"expected money like 1234e-2"};
        return made;
    }
};

namespace mapped {

/// visit.template operator()<T>("name") for each.
template <class Visit>
void for_each_type(Visit&& visit) {
    using namespace std::chrono;
    visit.template operator()<bool>("boolean");
    visit.template operator()<std::int8_t>("int8");
    visit.template operator()<std::uint8_t>("uint8");
    visit.template operator()<std::int16_t>("int16");
    visit.template operator()<std::uint16_t>("uint16");
    visit.template operator()<std::int32_t>("int32");
    visit.template operator()<std::uint32_t>("uint32");
    visit.template operator()<std::int64_t>("int64");
    visit.template operator()<std::uint64_t>("uint64");
    visit.template operator()<long long>("long_long");
    visit.template operator()<std::byte>("byte");
    visit.template operator()<char>("char");
    visit.template operator()<char8_t>("char8");
    visit.template operator()<char16_t>("char16");
    visit.template operator()<char32_t>("char32");
    visit.template operator()<wchar_t>("wchar");
    visit.template operator()<float>("float");
    visit.template operator()<double>("double");
    visit.template operator()<fairlead::int64_text>("int64_text");
    visit.template operator()<fairlead::uint64_text>("uint64_text");
    visit.template operator()<std::string>("string");
    visit.template operator()<std::optional<int>>("optional");
    visit.template operator()<std::unique_ptr<std::string>>("unique_ptr");
    visit.template operator()<std::shared_ptr<Box>>("shared_ptr");
    visit.template operator()<std::vector<double>>("vector");
    visit.template operator()<std::vector<bool>>("vector_bool");
    visit.template operator()<std::deque<int>>("deque");
    visit.template operator()<std::list<std::string>>("list");
    visit.template operator()<std::set<int>>("set");
    visit.template operator()<std::unordered_set<std::string>>("unordered_set");
    visit.template operator()<std::array<double, 3>>("array");
    visit.template operator()<std::map<std::string, int>>("map");
    visit.template operator()<std::map<std::int64_t, std::string>>("map_integer");
    visit.template operator()<std::map<std::uint8_t, bool>>("map_small_integer");
    visit.template operator()<std::unordered_map<std::string, std::vector<int>>>("unordered_map");
    visit.template operator()<std::map<Colour, double>>("map_enum");
    visit.template operator()<std::pair<int, std::string>>("pair");
    visit.template operator()<std::tuple<int, std::string, bool>>("tuple");
    visit.template operator()<Shape>("variant");
    visit.template operator()<Colour>("enum");
    visit.template operator()<Person>("struct");
    visit.template operator()<Tree>("recursive");
    visit.template operator()<Money>("converter");
    visit.template operator()<sys_time<nanoseconds>>("time");
    visit.template operator()<sys_seconds>("time_seconds");
    visit.template operator()<sys_days>("date");
    visit.template operator()<nanoseconds>("nanoseconds");
    visit.template operator()<milliseconds>("milliseconds");
    visit.template operator()<std::vector<std::byte>>("base64");
    visit.template operator()<std::array<std::byte, 5>>("base64_array");
    visit.template operator()<fairlead::bytes>("bytes");
    visit.template operator()<Picture>("bytes_inside");
    visit.template operator()<fairlead::raw_json>("raw_json");
}

}  // namespace mapped
