// SPDX-License-Identifier: MIT
//
// script — page.js, embedded when the library was built.
#pragma once

#include <string_view>

namespace fairlead::page {

std::string_view page_script();

}  // namespace fairlead::page
