// SPDX-License-Identifier: MIT
//
// json catalogue — the "types" of a manifest.
#include <fairlead/json/catalogue.hpp>

#include <fairlead/vocabulary/json_string.hpp>

#include <boost/core/demangle.hpp>

#include <algorithm>
#include <stdexcept>

namespace fairlead::json {
namespace {

void add_doc(std::string& to, std::string_view doc) {
    if (doc.empty()) return;
    append_json_string(to += ",\"doc\":", doc);
}

std::string_view doc_of(type_words const& words, std::string_view member) {
    for (auto const& [name, doc] : words.members)
        if (name == member) return doc;
    return {};
}

/// Behind the last `::` that stands in no brackets.
std::string_view without_scope(std::string_view name) {
    std::size_t start = 0;
    int depth = 0;
    for (std::size_t i = 0; i < name.size(); ++i) {
        if (name[i] == '<' || name[i] == '(') ++depth;
        if (name[i] == '>' || name[i] == ')') --depth;
        if (depth == 0 && name[i] == ':') start = i + 1;
    }
    return name.substr(start);
}

bool is_of_names(char c) {
    return (c >= '0' && c <= '9') || (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z') || c == '_';
}

}  // namespace

std::string short_type_name(std::type_info const& type) {
    auto full = boost::core::demangle(type.name());
    constexpr std::string_view nowhere = "(anonymous namespace)::";
    for (auto at = full.find(nowhere); at != std::string::npos; at = full.find(nowhere))
        full.erase(at, nowhere.size());
    // What is left has brackets where it is a template's: Page<app::Person>.
    std::string made;
    std::string word;
    for (const char c : std::string{without_scope(full)} + ' ') {
        if (is_of_names(c)) {
            word += c;
            continue;
        }
        if (c != ':' && !word.empty()) {
            if (!made.empty()) made += '_';
            made += word;
        }
        word.clear();
    }
    return made;
}

type_words const* catalogue::introduce(std::type_info const& type) {
    if (names_.contains(type)) return nullptr;
    static const type_words none;
    const auto found = said_.find(type);
    auto const& words = found == said_.end() ? none : found->second;
    std::pair<std::string, std::string> name{package_, words.name.empty() ? short_type_name(type)
                                                                          : words.name};
    const auto [owner, is_new] = owners_.emplace(name, type);
    if (!is_new)
        throw std::logic_error{
            "two types would be " + name.first + '.' + name.second +
            " in the front end: " + boost::core::demangle(owner->second.name()) + " and " +
            boost::core::demangle(type.name()) +
            "; say describe<…>({.name = \"…\"}) of one of them, or bind it in another package"};
    names_.emplace(type, std::move(name));
    return &words;
}

std::string catalogue::reference_to(std::type_info const& type) const {
    auto const& [package, name] = names_.at(type);
    std::string text = "{\"type\":";
    append_json_string(text, package.empty() ? name : package + '.' + name);
    return text += '}';
}

std::string catalogue::opening(std::type_info const& type, std::string_view kind,
                               type_words const& words) const {
    auto const& [package, name] = names_.at(type);
    std::string text = "{\"name\":";
    append_json_string(text, name);
    append_json_string(text += ",\"package\":", package);
    append_json_string(text += ",\"kind\":", kind);
    add_doc(text, words.doc);
    return text;
}

std::string catalogue::object(std::type_info const& type, std::span<member const> members) {
    auto const* const words = introduce(type);
    if (words == nullptr) return reference_to(type);
    for (auto const& [name, doc] : words->members)
        if (std::ranges::find(members, name, &member::name) == members.end())
            throw std::logic_error{"describe: " + boost::core::demangle(type.name()) +
                                   " has no member " + name};
    auto text = opening(type, "object", *words) + ",\"members\":[";
    for (auto const& one : members) {
        if (&one != &members.front()) text += ',';
        append_json_string(text += "{\"name\":", one.name);
        (text += ",\"type\":") += one.type(*this);
        add_doc(text, doc_of(*words, one.name));
        text += '}';
    }
    finished_.push_back(text + "]}");
    return reference_to(type);
}

std::string catalogue::enumeration(std::type_info const& type,
                                   std::span<std::string_view const> names) {
    auto const* const words = introduce(type);
    if (words == nullptr) return reference_to(type);
    auto text = opening(type, "enum", *words) + ",\"values\":[";
    for (auto const& name : names) {
        if (&name != &names.front()) text += ',';
        append_json_string(text += "{\"name\":", name);
        append_json_string(text += ",\"value\":", name);
        add_doc(text, doc_of(*words, name));
        text += '}';
    }
    finished_.push_back(text + "]}");
    return reference_to(type);
}

std::string catalogue::to_json() const {
    std::string text = "[";
    for (auto const& one : finished_) {
        if (text.size() > 1) text += ',';
        text += one;
    }
    return text += ']';
}

}  // namespace fairlead::json
