// SPDX-License-Identifier: MIT
//
// svg — the two plots of the report, drawn with classes only: the page's style sheet has the
// colours.
#pragma once

#include <string>
#include <vector>

namespace fairlead::bench {

/// How a peer is drawn: `ours` stands out, as does what is ours where that cannot be; the others
/// are one family.
enum class emphasis { ours, fallback, peer, direct, limit };

/// One peer in a plot of one size.
struct dot {
    std::string name;
    emphasis as = emphasis::peer;
    double value = 0;
    double low = 0, high = 0;  ///< Over the rounds.
    double far = 0;            ///< A p99 perhaps; 0: none.
};

struct dot_plot {
    std::string title;
    std::string unit;
    bool more_is_better = false;
    std::vector<dot> dots;
};

/// A row for each peer on a logarithmic scale, the best on top.
std::string draw(dot_plot plot);

struct line {
    std::string name;
    emphasis as = emphasis::peer;
    struct point {
        std::size_t column = 0;
        double value = 0, low = 0, high = 0;
    };
    std::vector<point> points;
};

struct line_plot {
    std::string unit;
    std::vector<std::string> columns;
    std::vector<line> lines;
};

/// Both scales logarithmic, a name at the end of each line.
std::string draw(line_plot const& plot);

std::string html_escaped(std::string_view text);

}  // namespace fairlead::bench
