// SPDX-License-Identifier: MIT
//
// table — every column as wide as its widest cell.
#include "cli/output/table.hpp"

#include <algorithm>
#include <string_view>

namespace fairlead::cli {
namespace {

/// Characters, not bytes: × is one, and a colour none.
std::size_t width_of(std::string_view cell) {
    std::size_t width = 0;
    bool in_colour = false;
    for (const char c : cell) {
        if (c == '\x1b') in_colour = true;
        else if (in_colour) in_colour = c != 'm';
        else if ((c & 0xC0) != 0x80) ++width;
    }
    return width;
}

}  // namespace

std::string table::text() const {
    std::vector<std::size_t> widths;
    for (auto const& row : rows_) {
        widths.resize(std::max(widths.size(), row.size()));
        for (std::size_t i = 0; i < row.size(); ++i)
            widths[i] = std::max(widths[i], width_of(row[i]));
    }
    std::string text;
    for (auto const& row : rows_) {
        for (std::size_t i = 0; i < row.size(); ++i) {
            text += row[i];
            if (i + 1 < row.size()) text.append(widths[i] - width_of(row[i]) + 2, ' ');
        }
        text += '\n';
    }
    return text;
}

}  // namespace fairlead::cli
