// SPDX-License-Identifier: MIT
//
// echo_plugin — the back end that `fairlead bench` measures: `fairlead bench-plugin`, a plugin like
// any other.
#pragma once

namespace fairlead::cli {

int run_echo_plugin(int argc, char** argv);

}  // namespace fairlead::cli
