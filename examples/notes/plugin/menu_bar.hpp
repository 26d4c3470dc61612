// SPDX-License-Identifier: MIT
//
// menu_bar — File and Edit. What needs to know which note is open is told to the page.
#pragma once

#include "keeper.hpp"

#include <fairlead/runtime.hpp>

#include <memory>

namespace notes {

/// Its items tell `notes:command` with a name: "new", "import", …
fairlead::menu menu_bar(fairlead::runtime const& runtime, std::shared_ptr<keeper> const& saver);

}  // namespace notes
