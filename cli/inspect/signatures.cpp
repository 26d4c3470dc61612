// SPDX-License-Identifier: MIT
//
// signatures — from the manifest that wailsjs is made from.
#include "cli/inspect/signatures.hpp"

#include "cli/exit_code.hpp"
#include "cli/generate/describe.hpp"
#include "cli/generate/type_names.hpp"

#include <algorithm>

namespace fairlead::cli::inspect {
namespace {

constexpr auto verb = "introspect";
constexpr std::chrono::seconds patience{5};

std::string signature(generate::method const& one, generate::type_names const& names) {
    std::string text = "(";
    for (std::size_t i = 0; i < one.parameters.size(); ++i) {
        auto const& [name, type] = one.parameters[i];
        if (i != 0) text += ", ";
        text +=
            (name.empty() ? "arg" + std::to_string(i + 1) : name) + ": " + names.in_wrapper(type);
    }
    const bool streams = one.result.what == generate::value_type::kind::stream;
    return text + "): " +
           (streams ? "Stream<" + names.in_wrapper(one.result.parts[0]) + '>'
                    : names.in_wrapper(one.result));
}

}  // namespace

std::map<std::string, std::string> signatures_of(std::string const& app_dir,
                                                 std::string const& plugin) try {
    const auto all = app_plugins::of(app_dir, verb).plugins;
    const auto found = std::ranges::find(all, plugin, &plugin_program::name);
    if (found == all.end()) return {};
    const auto manifest = generate::describe(*found, app_dir, verb, patience);
    const auto merged = generate::merge({manifest});
    const generate::type_names names{merged, "", ""};
    std::map<std::string, std::string> signatures;
    for (auto const& one : manifest.methods) signatures[one.name] = signature(one, names);
    return signatures;
} catch (command_failed const&) {
    return {};
} catch (generate::clash const&) {
    return {};
} catch (generate::bad_manifest const&) {
    return {};
}

}  // namespace fairlead::cli::inspect
