// SPDX-License-Identifier: MIT
//
// plugin_options — what a plugin's command line can say.
#pragma once

#include <cstddef>
#include <string>
#include <vector>

namespace fairlead {

struct plugin_options {
    enum class mode { serve, describe, help, wrong };
    mode what = mode::serve;
    std::string attach_to;  ///< An app's name; empty: the environment says where.
    std::size_t threads = 4;
    std::string problem;  ///< With `wrong`: a sentence.

    static plugin_options parse(int argc, char const* const* argv);
    static std::string help_text(std::string const& plugin);
};

}  // namespace fairlead
