// SPDX-License-Identifier: MIT
//
// table — columns that line up, a legend on top unless nobody wants it.
#pragma once

#include <string>
#include <vector>

namespace fairlead::cli {

class table {
public:
    /// An empty legend is none.
    explicit table(std::vector<std::string> legend) {
        if (!legend.empty()) rows_.push_back(std::move(legend));
    }
    void add(std::vector<std::string> row) { rows_.push_back(std::move(row)); }
    /// Ends with a newline.
    std::string text() const;

private:
    std::vector<std::vector<std::string>> rows_;
};

}  // namespace fairlead::cli
