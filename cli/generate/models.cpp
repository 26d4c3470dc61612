// SPDX-License-Identifier: MIT
//
// models — go/models.ts: a namespace for each package, in it enums and then classes, by name.
//
// A class has nothing but fields, so that the plain objects that calls return, and literals, are of
// its type; what makes classes of nested objects stands outside.
#include "cli/generate/files.hpp"
#include "cli/generate/names.hpp"

namespace fairlead::cli::generate {
namespace {

using kind = value_type::kind;

constexpr std::string_view each_helper = R"(
function each(values: any, make: (value: any) => any): any {
    return Array.isArray(values) ? values.map((value) => make(value)) : values;
}
)";

constexpr std::string_view each_of_helper = R"(
function eachOf(values: any, make: (value: any) => any): any {
    if (values === null || typeof values !== 'object') return values;
    return Object.fromEntries(Object.entries(values).map(([key, value]) => [key, make(value)]));
}
)";

/// The one name that a class does not let a field have as it is.
std::string field_name(std::string const& name) {
    return name == "constructor" ? "[\"constructor\"]" : property_name(name);
}

/// An enum's member is no number.
std::string enumerator_name(std::string const& name) {
    const auto is_number = name.find_first_not_of("0123456789.+-") == name.npos;
    return property_name(is_number ? '_' + name : name);
}

class models_writer {
public:
    models_writer(type_names const& names, bool interfaces)
        : names_{names}, interfaces_{interfaces} {}

    void add_namespace(std::string const& package,
                       std::map<std::string, described_type> const& types) {
        text_ += "\nexport namespace " + names_.namespace_of(package) + " {\n";
        for (auto const& [name, type] : types)
            if (type.what == described_type::kind::enumeration) add_enum(type);
        for (auto const& [name, type] : types) {
            if (type.what != described_type::kind::object) continue;
            if (interfaces_) add_interface(type);
            else add_class(type);
        }
        text_ += "}\n";
    }

    std::string take() {
        std::string text{generated_mark};
        text += '\n';
        if (needs_each_) text += each_helper;
        if (needs_each_of_) text += each_of_helper;
        return text + text_;
    }

private:
    void open(described_type const& type, std::string_view keyword) {
        text_ += '\n' + doc_comment(type.doc, "    ") + "    export " + std::string{keyword} +
                 names_.name_of(type) + " {\n";
    }
    void add_enum(described_type const& type) {
        open(type, "enum ");
        for (auto const& one : type.values)
            text_ += doc_comment(one.doc, "        ") + "        " + enumerator_name(one.name) +
                     " = " + quoted(one.value) + ",\n";
        text_ += "    }\n";
    }
    /// What C++ may leave out may be missing, and may be null.
    void add_fields(described_type const& type) {
        for (auto const& one : type.members)
            text_ += doc_comment(one.doc, "        ") + "        " + field_name(one.name) +
                     (one.type.what == kind::optional ? "?: " : ": ") +
                     names_.in_models(one.type, type.package) + ";\n";
    }
    void add_interface(described_type const& type) {
        open(type, "interface ");
        add_fields(type);
        text_ += "    }\n";
    }
    void add_class(described_type const& type) {
        open(type, "class ");
        add_fields(type);
        if (!type.members.empty()) text_ += '\n';
        text_ += "        static createFrom(source: any = {}) {\n            return new " +
                 names_.name_of(type) +
                 "(source);\n        }\n\n"
                 "        constructor(source: any = {}) {\n"
                 "            if ('string' === typeof source) source = JSON.parse(source);\n";
        for (auto const& one : type.members) {
            const auto at = '[' + quoted(one.name) + ']';
            text_ += "            this" + (is_identifier(one.name) ? '.' + one.name : at) + " = " +
                     converted(one.type, "source" + at, type.package) + ";\n";
        }
        text_ += "        }\n    }\n";
    }

    bool holds_objects(value_type const& type) const {
        if (type.what == kind::variant) return false;  // Which one it is, nobody can see.
        if (names_.object_of(type) != nullptr) return true;
        for (auto const& part : type.parts)
            if (holds_objects(part)) return true;
        return false;
    }
    /// An expression that makes classes of the objects in `value`.
    std::string converted(value_type const& type, std::string const& value,
                          std::string const& package) {
        if (!holds_objects(type)) return value;
        if (auto const* object = names_.object_of(type))
            return value + " && new " + names_.called(*object, &package) + '(' + value + ')';
        if (type.what == kind::tuple) return value + " && " + tuple(type.parts, value, package);
        if (type.what == kind::array) {
            needs_each_ = true;
            return "each(" + value + ", " + maker(type.parts[0], package) + ')';
        }
        if (type.what == kind::record) {
            needs_each_of_ = true;
            return "eachOf(" + value + ", " + maker(type.parts[0], package) + ')';
        }
        return converted(type.parts[0], value, package);
    }
    std::string maker(value_type const& part, std::string const& package) {
        return "(value) => " + converted(part, "value", package);
    }
    std::string tuple(std::vector<value_type> const& parts, std::string const& value,
                      std::string const& package) {
        std::string list;
        for (std::size_t i = 0; i < parts.size(); ++i)
            list += (i == 0 ? "" : ", ") +
                    converted(parts[i], value + '[' + std::to_string(i) + ']', package);
        return '[' + list + ']';
    }

    type_names const& names_;
    bool interfaces_;
    bool needs_each_ = false, needs_each_of_ = false;
    std::string text_;
};

}  // namespace

void add_models(file_set& files, bindings const& all, type_names const& names, bool interfaces) {
    if (all.types.empty()) return;
    models_writer writer{names, interfaces};
    for (auto const& [package, types] : all.types) writer.add_namespace(package, types);
    files["go/models.ts"] = writer.take();
}

}  // namespace fairlead::cli::generate
