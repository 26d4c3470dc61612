// SPDX-License-Identifier: MIT
//
// page_asks — what WebKit says it accepts, for a document and for everything else.
#pragma once

#include "webview-host/assets/http_message.hpp"

#include <vector>

namespace fairlead::tests {

inline const std::vector<host::http_header> as_document{
    {"Accept", "text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8"}};
inline const std::vector<host::http_header> as_part{{"Accept", "*/*"}};

}  // namespace fairlead::tests
