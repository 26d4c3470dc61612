// SPDX-License-Identifier: MIT
//
// installation — where the parts of this very Fairlead are: in a build tree, or where it was
// installed. All is looked for from the running program, so that a whole tree may be moved.
#pragma once

#include <filesystem>

namespace fairlead::cli {

struct installation {
    std::filesystem::path programs;      ///< bin/, where the running one is.
    std::filesystem::path page_library;  ///< libfairlead-page.so; empty: this one has none.
    std::filesystem::path sdk;           ///< With fairlead-config.cmake; empty: it has none.
    std::filesystem::path templates;     ///< Empty: it has none.

    static installation own();
    /// As own(), for a program that lies there.
    static installation around(std::filesystem::path const& program);
};

}  // namespace fairlead::cli
