// SPDX-License-Identifier: MIT
//
// wrappers — go/<package>/<Object>.js and .d.ts: a function for each method, in the order of their
// names.
//
// A method keeps its name as the name of the export, whatever it is; where JavaScript would not
// have it for a function, the function has another one.
#include "cli/generate/files.hpp"
#include "cli/generate/names.hpp"

#include <algorithm>
#include <set>

namespace fairlead::cli::generate {
namespace {

using kind = value_type::kind;

struct wrapper {
    std::string name;      ///< In window.go.
    std::string exported;  ///< What the front end imports.
    std::string local;     ///< The function itself.
    std::vector<std::string> parameters;
    method const* what;
};

/// ['name']
std::string key(std::string const& name) {
    return '[' + (is_identifier(name) ? '\'' + name + '\'' : quoted(name)) + ']';
}

std::vector<std::string> parameter_names(method const& what) {
    scope names{{"window"}};  // A parameter of that name would hide the page's.
    std::vector<std::string> all;
    for (auto const& one : what.parameters)
        all.push_back(
            names.take(one.name.empty() ? "arg" + std::to_string(all.size() + 1) : one.name));
    return all;
}

/// The packages whose types are mentioned, sorted, and whether streams are.
struct imports {
    std::set<std::string> namespaces;
    bool stream = false;

    void add(value_type const& type, type_names const& names) {
        if (type.what == kind::named)
            namespaces.insert(names.namespace_of(names.described(type).package));
        for (auto const& part : type.parts) add(part, names);
    }
    explicit imports(bound_object const& object, type_names const& names) {
        for (auto const& [name, one] : object) {
            for (auto const& parameter : one.what.parameters) add(parameter.type, names);
            add(one.what.result, names);
            stream |= one.what.result.what == kind::stream;
        }
    }
};

std::vector<wrapper> wrappers_of(bound_object const& object, imports const& imported) {
    auto spoken_for = imported.namespaces;
    spoken_for.insert({"window", "Stream"});
    scope locals{std::move(spoken_for)};
    std::set<std::string> exports;  // First of those that may keep their names.
    for (auto const& [name, one] : object)
        if (is_identifier(name)) exports.insert(name);
    std::vector<wrapper> all;
    for (auto const& [name, one] : object) {
        auto exported = as_identifier(name);
        if (exported != name)
            while (!exports.insert(exported).second) exported += '_';
        auto local = locals.take(exported);
        all.push_back({name, exported, local, parameter_names(one.what), &one.what});
    }
    return all;
}

std::string joined(std::vector<std::string> const& parts) {
    std::string all;
    for (auto const& part : parts) all += (all.empty() ? "" : ", ") + part;
    return all;
}

/// The first lines: what this is, and whose.
std::string heading(std::string const& name, bound_object const& object) {
    std::set<std::string> plugins;
    for (auto const& [method, one] : object) plugins.insert(one.plugin);
    return std::string{generated_mark} + "\n// " + name +
           (plugins.size() == 1 ? " of the plugin " : " of the plugins ") +
           joined({plugins.begin(), plugins.end()}) + ".\n";
}

/// `declaration` is what stands behind the name.
void append_export(std::string& to, wrapper const& one, std::string_view keyword,
                   std::string const& declaration) {
    to += '\n' + doc_comment(one.what->doc, "");
    if (one.local == one.exported) {
        to += "export function " + one.local + declaration;
    } else {
        to += std::string{keyword} + "function " + one.local + declaration + "export { " +
              one.local + " as " + one.exported + " };\n";
    }
}

std::string script(std::string const& package, std::string const& object,
                   std::vector<wrapper> const& wrappers) {
    std::string text;
    for (auto const& one : wrappers) {
        const auto list = joined(one.parameters);
        append_export(text, one, "",
                      '(' + list + ") {\n  return window['go']" + key(package) + key(object) +
                          key(one.name) + '(' + list + ");\n}\n");
    }
    return text;
}

/// Those at the end that may be left out are optional.
std::string typed_parameters(wrapper const& one, type_names const& names) {
    auto const& all = one.what->parameters;
    const auto is_needed = [](parameter const& p) { return p.type.what != kind::optional; };
    const auto needed = static_cast<std::size_t>(
        std::ranges::find_if(all.rbegin(), all.rend(), is_needed).base() - all.begin());
    std::vector<std::string> parts;
    for (std::size_t i = 0; i < all.size(); ++i)
        parts.push_back(one.parameters[i] + (i < needed ? ": " : "?: ") +
                        names.in_wrapper(all[i].type));
    return joined(parts);
}

std::string result_text(value_type const& result, type_names const& names) {
    if (result.what == kind::nothing) return "Promise<void>";
    if (result.what == kind::stream) return "Stream<" + names.in_wrapper(result.parts[0]) + '>';
    return "Promise<" + names.in_wrapper(result) + '>';
}

std::string declarations(std::vector<wrapper> const& wrappers, imports const& imported,
                         type_names const& names) {
    std::string text;
    for (auto const& space : imported.namespaces)
        text += "import {" + space + "} from '../models';\n";
    if (imported.stream) text += "import {Stream} from '../../fairlead';\n";
    for (auto const& one : wrappers)
        append_export(text, one, "declare ",
                      '(' + typed_parameters(one, names) +
                          "): " + result_text(one.what->result, names) + ";\n");
    return text;
}

}  // namespace

void add_wrappers(file_set& files, bindings const& all, type_names const& names) {
    for (auto const& [package, objects] : all.packages) {
        for (auto const& [name, object] : objects) {
            const imports imported{object, names};
            const auto wrappers = wrappers_of(object, imported);
            const auto file = "go/" + package + '/' + name;
            const auto first = heading(package + '.' + name, object);
            files[file + ".js"] = first + script(package, name, wrappers);
            files[file + ".d.ts"] = first + declarations(wrappers, imported, names);
        }
    }
}

}  // namespace fairlead::cli::generate
