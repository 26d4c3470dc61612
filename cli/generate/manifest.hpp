// SPDX-License-Identifier: MIT
//
// manifest — what a plugin offers, as `PLUGIN --describe` prints it: methods and the types in them.
#pragma once

#include <stdexcept>
#include <string>
#include <string_view>
#include <vector>

namespace fairlead::cli::generate {

struct value_type {
    enum class kind {
        boolean,
        integer,
        number,
        string,
        bigint,    ///< A 64-bit integer, as decimal text.
        bytes,     ///< Binary beside the JSON.
        base64,    ///< Binary as text.
        time,      ///< RFC 3339 text.
        duration,  ///< Nanoseconds.
        any,
        nothing,
        array,     ///< Of parts[0].
        tuple,     ///< Of exactly these parts.
        record,    ///< Any keys, values of parts[0].
        optional,  ///< parts[0] or null.
        variant,   ///< One of the parts.
        named,     ///< One of the described types.
        stream,    ///< parts[0], one after the other.
    };
    kind what = kind::any;
    std::vector<value_type> parts;
    std::string name;  ///< Of a named one: `main.Person`.

    bool operator==(value_type const&) const = default;
};

struct parameter {
    std::string name;  ///< Empty: not said.
    value_type type;
};

struct method {
    std::string name;  ///< `main.App.Greet`
    std::vector<parameter> parameters;
    value_type result;
    std::string doc;
};

struct member {
    std::string name;
    value_type type;
    std::string doc;

    bool operator==(member const&) const = default;
};

struct enumerator {
    std::string name;
    std::string value;  ///< What is sent.
    std::string doc;

    bool operator==(enumerator const&) const = default;
};

struct described_type {
    enum class kind { object, enumeration };
    std::string package;  ///< Empty for one that only methods of one-part names mention.
    std::string name;
    kind what = kind::object;
    std::string doc;
    std::vector<member> members;     ///< Of an object.
    std::vector<enumerator> values;  ///< Of an enumeration.

    std::string full_name() const { return package.empty() ? name : package + '.' + name; }
    bool operator==(described_type const&) const = default;
};

struct manifest {
    std::string plugin;
    std::vector<method> methods;
    std::vector<described_type> types;
};

/// "methods[3].result: must be …".
struct bad_manifest : std::runtime_error {
    using std::runtime_error::runtime_error;
};

/// Keys that it does not know are left to later versions. Throws bad_manifest; also for a type that
/// is mentioned and not described.
manifest parse_manifest(std::string_view json);

}  // namespace fairlead::cli::generate
