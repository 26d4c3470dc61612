// SPDX-License-Identifier: MIT
//
// roff — escapes: what is typed stays what is typed, so a dash is a minus.
#include "cli/help/roff.hpp"

namespace fairlead::cli::help {

std::string roff_text(std::string_view words) {
    std::string escaped;
    bool at_begin = true;
    for (const char c : words) {
        if (c == '\\') escaped += "\\e";
        else if (c == '-') escaped += "\\-";
        else if (at_begin && (c == '.' || c == '\'')) escaped.append("\\&").append(1, c);
        else escaped += c;
        at_begin = c == '\n';
    }
    return escaped;
}

std::string roff_quoted(std::string_view words) {
    std::string escaped = "\"";
    for (const char c : roff_text(words)) {
        if (c == '"') escaped += "\\(dq";
        else escaped += c;
    }
    return escaped + '"';
}

std::string roff_head(std::string_view name, char section, std::string_view version,
                      std::string_view about) {
    std::string title{name};
    for (auto& c : title)
        if (c >= 'a' && c <= 'z') c = static_cast<char>(c - 'a' + 'A');
    std::string head = ".TH " + roff_quoted(title) + ' ' + section + " \"\" ";
    head +=
        roff_quoted("fairlead " + std::string{version}) + " \"Fairlead\"\n.ad l\n.nh\n.nr HY 0\n";
    return head + ".SH NAME\n" + roff_text(name) + " \\- " + roff_text(about) + '\n';
}

}  // namespace fairlead::cli::help
