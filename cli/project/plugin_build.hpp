// SPDX-License-Identifier: MIT
//
// plugin_build — the app's CMakeLists.txt, configured and built into build/plugins with the SDK of
// this very Fairlead.
#pragma once

#include "cli/project/installation.hpp"
#include "cli/project/project.hpp"
#include "cli/project/steps.hpp"

namespace fairlead::cli {

std::filesystem::path plugin_build_folder(project const& app);

/// What the two steps run, for an app with a CMakeLists.txt.
enum class build_kind {
    whole,  ///< Once, to be given away.
    quick,  ///< Again and again: what makes that faster is found and prepared.
};
child_process::spec plugin_configure_command(project const& app, installation const& here,
                                             build_kind kind);
child_process::spec plugin_build_command(project const& app);

/// Nothing for an app without a CMakeLists.txt: its plugins are made by other means.
void add_plugin_steps(steps& to, project const& app, installation const& here);

}  // namespace fairlead::cli
