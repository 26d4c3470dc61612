// SPDX-License-Identifier: MIT
//
// catalogue — the named types that a manifest mentions, in order of first mention, what they are
// made of before them.
#pragma once

#include <map>
#include <span>
#include <string>
#include <string_view>
#include <typeindex>
#include <typeinfo>
#include <utility>
#include <vector>

namespace fairlead::json {

/// What C++ cannot say of a type.
struct type_words {
    std::string doc;
    std::vector<std::pair<std::string, std::string>> members;  ///< Name and doc.
    std::string name;  ///< In TypeScript, where C++'s own will not do.
};

class catalogue {
public:
    using vocabulary = std::map<std::type_index, type_words>;
    using describe_function = std::string (*)(catalogue&);
    struct member {
        std::string_view name;
        describe_function type;
    };

    explicit catalogue(vocabulary const& said) : said_{said} {}

    /// Types that are mentioned from here on for the first time belong to it.
    void enter(std::string package) { package_ = std::move(package); }

    /// Both return {"type":…}. They throw std::logic_error where two types would have one name.
    std::string object(std::type_info const& type, std::span<member const> members);
    std::string enumeration(std::type_info const& type, std::span<std::string_view const> names);

    /// The array of a manifest.
    std::string to_json() const;

private:
    struct entry {
        std::string full_name;  ///< `main.Person`
        std::string json;
    };
    /// Null: it is known already.
    type_words const* introduce(std::type_info const& type);
    std::string reference_to(std::type_info const& type) const;
    std::string opening(std::type_info const& type, std::string_view kind,
                        type_words const& words) const;

    vocabulary const& said_;
    std::string package_;
    std::map<std::type_index, std::pair<std::string, std::string>> names_;  ///< Package, name.
    std::map<std::pair<std::string, std::string>, std::type_index> owners_;
    std::vector<std::string> finished_;
};

/// `Person` for app::Person, `Page_Person` for app::Page<app::Person>.
std::string short_type_name(std::type_info const& type);

}  // namespace fairlead::json
