// SPDX-License-Identifier: MIT
//
// method_tree — a map of maps, drawn with four strokes.
#include "cli/inspect/method_tree.hpp"

#include <map>
#include <string_view>

namespace fairlead::cli::inspect {
namespace {

struct node {
    std::map<std::string, node, std::less<>> below;
    bool is_name = false;
};

void draw(node const& from, std::string const& indent, std::vector<std::string>& lines) {
    for (auto at = from.below.begin(); at != from.below.end(); ++at) {
        const bool last = std::next(at) == from.below.end();
        auto text = at->first;
        auto const* one = &at->second;
        while (!one->is_name && one->below.size() == 1) {
            text += '.' + one->below.begin()->first;
            one = &one->below.begin()->second;
        }
        lines.push_back(indent + (last ? "└─ " : "├─ ") + text);
        draw(*one, indent + (last ? "   " : "│  "), lines);
    }
}

}  // namespace

std::vector<std::string> method_tree(std::vector<std::string> const& names) {
    node root;
    for (std::string_view left : names) {
        auto* at = &root;
        for (bool more = true; more;) {
            const auto dot = left.find('.');
            more = dot != std::string_view::npos;
            at = &at->below[std::string{left.substr(0, dot)}];
            if (more) left.remove_prefix(dot + 1);
        }
        at->is_name = true;
    }
    std::vector<std::string> lines;
    draw(root, "", lines);
    return lines;
}

}  // namespace fairlead::cli::inspect
