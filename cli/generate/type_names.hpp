// SPDX-License-Identifier: MIT
//
// type_names — what the described types, and all that is made of them, are called in TypeScript.
#pragma once

#include "cli/generate/bindings.hpp"

#include <map>
#include <string>
#include <string_view>

namespace fairlead::cli::generate {

class type_names {
public:
    /// Every described type is called <prefix>Name<suffix>.
    type_names(bindings const& all, std::string const& prefix, std::string const& suffix);

    std::string const& namespace_of(std::string const& package) const;
    /// Within its namespace.
    std::string const& name_of(described_type const& type) const;

    /// As a wrapper's declaration writes it: `Array<main.Person>`.
    std::string in_wrapper(value_type const& type) const;
    /// As models.ts writes it in the namespace of `package`: `Person[]`.
    std::string in_models(value_type const& type, std::string const& package) const;

    /// What a named type names.
    described_type const& described(value_type const& type) const;
    /// The object that a value of this type is made from; null for all that is as JSON has it.
    described_type const* object_of(value_type const& type) const;
    /// How `type` is called in the namespace of `package`; null: outside of all.
    std::string called(described_type const& type, std::string const* package) const;

private:
    struct named {
        described_type const* type;
        std::string name;
    };
    std::string text(value_type const& type, std::string const* package) const;
    std::string array_text(value_type const& part, std::string const* package) const;
    std::string record_text(value_type const& part, std::string const* package) const;
    std::string union_text(std::vector<value_type> const& parts, std::string const* package) const;

    std::map<std::string, std::string> namespaces_;  ///< By package.
    std::map<std::string, named> types_;             ///< By full name.
};

}  // namespace fairlead::cli::generate
