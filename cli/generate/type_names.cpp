// SPDX-License-Identifier: MIT
//
// type_names — Wails' spelling where it is right: Array<T> in wrappers, T[] in models.
#include "cli/generate/type_names.hpp"

#include "cli/generate/names.hpp"

#include <algorithm>

namespace fairlead::cli::generate {
namespace {

using kind = value_type::kind;

/// What a class in a namespace must not be called: types of the language, those of the library that
/// models.ts mentions, and its own helpers.
std::set<std::string> spoken_for() {
    return {"any",           "bigint", "boolean",   "never",   "number", "object",
            "string",        "symbol", "undefined", "unknown", "void",   "Uint8Array",
            "AsyncIterable", "JSON",   "each",      "eachOf"};
}

bool is_union(value_type const& type) {
    return type.what == kind::optional || (type.what == kind::variant && type.parts.size() > 1);
}

}  // namespace

type_names::type_names(bindings const& all, std::string const& prefix, std::string const& suffix) {
    scope spaces;
    for (auto const& [package, types] : all.types) {
        namespaces_[package] = spaces.take(package);
        scope names{spoken_for()};
        for (auto const& [name, type] : types)
            types_[type.full_name()] = {&type, names.take(prefix + name + suffix)};
    }
}

std::string const& type_names::namespace_of(std::string const& package) const {
    return namespaces_.at(package);
}

std::string const& type_names::name_of(described_type const& type) const {
    return types_.at(type.full_name()).name;
}

std::string type_names::in_wrapper(value_type const& type) const { return text(type, nullptr); }

std::string type_names::in_models(value_type const& type, std::string const& package) const {
    return text(type, &package);
}

described_type const& type_names::described(value_type const& type) const {
    return *types_.at(type.name).type;
}

described_type const* type_names::object_of(value_type const& type) const {
    if (type.what != kind::named) return nullptr;
    auto const& found = described(type);
    return found.what == described_type::kind::object ? &found : nullptr;
}

std::string type_names::called(described_type const& type, std::string const* package) const {
    auto const& name = name_of(type);
    return package != nullptr && type.package == *package
               ? name
               : namespaces_.at(type.package) + '.' + name;
}

std::string type_names::text(value_type const& type, std::string const* package) const {
    switch (type.what) {
        case kind::boolean: return "boolean";
        case kind::integer:
        case kind::number:
        case kind::duration: return "number";
        case kind::string:
        case kind::bigint:
        case kind::base64:
        case kind::time: return "string";
        case kind::bytes: return "Uint8Array";
        case kind::any: return "any";
        case kind::nothing: return "null";
        case kind::array: return array_text(type.parts[0], package);
        case kind::record: return record_text(type.parts[0], package);
        case kind::stream: return "AsyncIterable<" + text(type.parts[0], package) + '>';
        case kind::variant: return union_text(type.parts, package);
        case kind::optional: {
            const auto inner = text(type.parts[0], package);
            return inner == "any" || inner.ends_with(" | null") ? inner : inner + " | null";
        }
        case kind::tuple: {
            std::string list;
            for (auto const& part : type.parts)
                list += (list.empty() ? "" : ", ") + text(part, package);
            return '[' + list + ']';
        }
        case kind::named: return called(described(type), package);
    }
    return "any";
}

std::string type_names::array_text(value_type const& part, std::string const* package) const {
    auto inner = text(part, package);
    if (package == nullptr) return "Array<" + inner + '>';
    return is_union(part) ? '(' + inner + ")[]" : inner + "[]";
}

/// In models a struct may be called Record.
std::string type_names::record_text(value_type const& part, std::string const* package) const {
    const auto inner = text(part, package);
    return package == nullptr ? "Record<string, " + inner + '>'
                              : "{ [key: string]: " + inner + " }";
}

/// Different in C++ may be the same here: int and double.
std::string type_names::union_text(std::vector<value_type> const& parts,
                                   std::string const* package) const {
    std::vector<std::string> texts;
    for (auto const& part : parts) {
        auto one = text(part, package);
        if (std::ranges::find(texts, one) == texts.end()) texts.push_back(std::move(one));
    }
    std::string all;
    for (auto const& one : texts) all += (all.empty() ? "" : " | ") + one;
    return all;
}

}  // namespace fairlead::cli::generate
