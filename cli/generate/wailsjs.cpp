// SPDX-License-Identifier: MIT
//
// wailsjs — manifests, merged, written down, compared.
#include "cli/generate/wailsjs.hpp"

#include "cli/exit_code.hpp"
#include "cli/generate/describe.hpp"

namespace fairlead::cli::generate {
namespace {

using namespace std::chrono_literals;

constexpr auto patience = 10s;  // For one plugin: it starts, prints and ends.

bindings merged(std::vector<manifest> const& all, std::string const& verb) {
    try {
        return merge(all);
    } catch (clash const& found) {
        throw command_failed{exit_code::failure, verb, found.what()};
    } catch (bad_manifest const& found) {
        throw command_failed{exit_code::failure, verb, found.what()};
    }
}

}  // namespace

wailsjs wailsjs::of(project const& app, std::string const& verb) {
    auto all = merged(describe_plugins(app.dir, verb, patience), verb);
    output_folder folder{app.wailsjs};
    auto wanted = wailsjs_of(all, app.types);
    auto differences = folder.compare(wanted);
    return {std::move(folder), std::move(wanted), std::move(differences), std::move(all.left_out)};
}

}  // namespace fairlead::cli::generate
