// SPDX-License-Identifier: MIT
//
// manifest — every complaint says where in the manifest, and what was expected.
#include "cli/generate/manifest.hpp"

#include <boost/json.hpp>

#include <algorithm>
#include <array>
#include <set>
#include <utility>

namespace fairlead::cli::generate {
namespace {

namespace json = boost::json;
using kind = value_type::kind;

constexpr int known_version = 1;
constexpr int depth_max = 32;  // Types within types.

/// A value and the way to it.
struct place {
    std::string key;

    [[noreturn]] void complain(std::string const& what) const {
        throw bad_manifest{(key.empty() ? "" : key + ": ") + what};
    }
    place operator/(std::string_view child) const {
        return {key.empty() ? std::string{child} : key + '.' + std::string{child}};
    }
    place operator[](std::size_t index) const { return {key + '[' + std::to_string(index) + ']'}; }
};

json::object const& object_of(json::value const& value, place const& where) {
    if (!value.is_object()) where.complain("must be an object");
    return value.as_object();
}

std::string text_of(json::value const& value, place const& where) {
    if (!value.is_string()) where.complain("must be a string");
    return std::string{value.as_string()};
}

std::string optional_text(json::object const& from, char const* key, place const& where) {
    auto const* found = from.if_contains(key);
    return found != nullptr ? text_of(*found, where / key) : std::string{};
}

std::string required_text(json::object const& from, char const* key, place const& where) {
    auto text = optional_text(from, key, where);
    if (text.empty()) (where / key).complain("is missing");
    return text;
}

json::value const& required(json::object const& from, char const* key, place const& where) {
    auto const* found = from.if_contains(key);
    if (found == nullptr) (where / key).complain("is missing");
    return *found;
}

template <class Read>
auto list_of(json::value const& value, place const& where, Read const& read) {
    if (!value.is_array()) where.complain("must be an array");
    std::vector<decltype(read(value, where))> all;
    for (auto const& one : value.as_array()) all.push_back(read(one, where[all.size()]));
    return all;
}

template <class Read>
auto optional_list(json::object const& from, char const* key, place const& where,
                   Read const& read) {
    static const json::value none(json::array_kind);
    auto const* found = from.if_contains(key);
    return list_of(found != nullptr ? *found : none, where / key, read);
}

constexpr std::array<std::pair<std::string_view, kind>, 11> plain_kinds{{
    {"boolean", kind::boolean},
    {"integer", kind::integer},
    {"number", kind::number},
    {"string", kind::string},
    {"bigint", kind::bigint},
    {"bytes", kind::bytes},
    {"base64", kind::base64},
    {"time", kind::time},
    {"duration", kind::duration},
    {"any", kind::any},
    {"void", kind::nothing},
}};

/// Those that are made of others; the last two of any number of them.
constexpr std::array<std::pair<std::string_view, kind>, 6> composed_kinds{{
    {"array", kind::array},
    {"record", kind::record},
    {"optional", kind::optional},
    {"stream", kind::stream},
    {"tuple", kind::tuple},
    {"union", kind::variant},
}};

template <std::size_t Size>
std::optional<kind> kind_called(std::array<std::pair<std::string_view, kind>, Size> const& from,
                                std::string_view name) {
    for (auto const& [word, what] : from)
        if (word == name) return what;
    return std::nullopt;
}

value_type read_type(json::value const& value, place const& where, int depth = 0) {
    if (depth == depth_max) where.complain("too many types within types");
    if (value.is_string()) {
        const auto word = text_of(value, where);
        const auto what = kind_called(plain_kinds, word);
        if (!what) where.complain("'" + word + "' is no type that this fairlead knows");
        return {.what = *what, .parts = {}, .name = {}};
    }
    auto const& object = object_of(value, where);
    if (object.size() != 1) where.complain("a type must have exactly one key");
    auto const& [key, inner] = *object.begin();
    const auto here = where / key;
    if (key == "type") return {.what = kind::named, .parts = {}, .name = text_of(inner, here)};
    const auto what = kind_called(composed_kinds, key);
    if (!what) where.complain("'" + std::string{key} + "' is no type that this fairlead knows");
    const auto read_part = [&](json::value const& part, place const& there) {
        return read_type(part, there, depth + 1);
    };
    if (*what == kind::tuple || *what == kind::variant) {
        auto parts = list_of(inner, here, read_part);
        if (*what == kind::variant && parts.empty()) here.complain("must not be empty");
        return {.what = *what, .parts = std::move(parts), .name = {}};
    }
    return {.what = *what, .parts = {read_part(inner, here)}, .name = {}};
}

value_type type_in(json::object const& from, char const* key, place const& where) {
    return read_type(required(from, key, where), where / key);
}

parameter read_parameter(json::value const& value, place const& where) {
    auto const& object = object_of(value, where);
    return {.name = optional_text(object, "name", where), .type = type_in(object, "type", where)};
}

method read_method(json::value const& value, place const& where) {
    auto const& object = object_of(value, where);
    return {.name = required_text(object, "name", where),
            .parameters = optional_list(object, "parameters", where, read_parameter),
            .result = type_in(object, "result", where),
            .doc = optional_text(object, "doc", where)};
}

member read_member(json::value const& value, place const& where) {
    auto const& object = object_of(value, where);
    return {.name = required_text(object, "name", where),
            .type = type_in(object, "type", where),
            .doc = optional_text(object, "doc", where)};
}

enumerator read_enumerator(json::value const& value, place const& where) {
    auto const& object = object_of(value, where);
    return {.name = required_text(object, "name", where),
            .value = text_of(required(object, "value", where), where / "value"),
            .doc = optional_text(object, "doc", where)};
}

described_type read_described(json::value const& value, place const& where) {
    auto const& object = object_of(value, where);
    described_type type;
    type.package = optional_text(object, "package", where);
    type.name = required_text(object, "name", where);
    type.doc = optional_text(object, "doc", where);
    const auto what = required_text(object, "kind", where);
    if (what == "object") {
        type.members = list_of(required(object, "members", where), where / "members", read_member);
    } else if (what == "enum") {
        type.what = described_type::kind::enumeration;
        type.values = list_of(required(object, "values", where), where / "values", read_enumerator);
    } else {
        (where / "kind").complain("'" + what + "' is neither object nor enum");
    }
    return type;
}

class mentions {
public:
    explicit mentions(manifest const& of) {
        for (auto const& type : of.types)
            if (!described_.insert(type.full_name()).second)
                place{"types"}.complain(type.full_name() + " is described twice");
    }
    void check(value_type const& type, std::string const& by) const {
        if (type.what == kind::named && !described_.contains(type.name))
            place{by}.complain("its type " + type.name + " is not described");
        for (auto const& part : type.parts) check(part, by);
    }

private:
    std::set<std::string> described_;
};

void check_mentions(manifest const& all) {
    const mentions known{all};
    for (auto const& method : all.methods) {
        for (auto const& parameter : method.parameters) known.check(parameter.type, method.name);
        known.check(method.result, method.name);
    }
    for (auto const& type : all.types)
        for (auto const& member : type.members)
            known.check(member.type, type.full_name() + '.' + member.name);
}

}  // namespace

manifest parse_manifest(std::string_view text) {
    boost::system::error_code broken;
    const auto value = json::parse({text.data(), text.size()}, broken);
    const place root;
    if (broken) root.complain("not JSON: " + broken.message());
    auto const& object = object_of(value, root);
    auto const* version = object.if_contains("manifest");
    if (version == nullptr || !version->is_int64() || version->as_int64() != known_version)
        root.complain("\"manifest\" is not " + std::to_string(known_version) +
                      ": the plugin was built with another version of the SDK");
    manifest all{.plugin = required_text(object, "name", root),
                 .methods =
                     list_of(required(object, "methods", root), root / "methods", read_method),
                 .types = optional_list(object, "types", root, read_described)};
    check_mentions(all);
    return all;
}

}  // namespace fairlead::cli::generate
