// SPDX-License-Identifier: MIT
//
// doc_texts — pages of docs/, embedded for fairlead man.
#pragma once

#include <string_view>

namespace fairlead::cli::help {

std::string_view broker_text();
std::string_view webview_text();
std::string_view options_text();
std::string_view plugins_text();
std::string_view permissions_text();
std::string_view limits_text();
std::string_view monitoring_text();
std::string_view capture_text();
std::string_view protocol_text();
std::string_view service_text();

}  // namespace fairlead::cli::help
