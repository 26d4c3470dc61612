// SPDX-License-Identifier: MIT
//
// svg — places marks on logarithmic scales.
#include "benchmarks/runner/svg.hpp"
#include "benchmarks/runner/report.hpp"

#include <algorithm>
#include <array>
#include <cmath>
#include <cstdarg>
#include <cstdio>
#include <limits>

namespace fairlead::bench {
namespace {

[[gnu::format(printf, 1, 2)]] std::string format(char const* pattern, ...) {
    std::array<char, 512> text{};
    std::va_list values;
    va_start(values, pattern);
    std::vsnprintf(text.data(), text.size(), pattern, values);
    va_end(values);
    return text.data();
}

char const* class_of(emphasis as) {
    switch (as) {
        case emphasis::ours: return "ours";
        case emphasis::fallback: return "fallback";
        case emphasis::direct: return "direct";
        case emphasis::limit: return "limit";
        case emphasis::peer: break;
    }
    return "peer";
}

/// Round numbers want no digits behind them: "10", "200", "1 M".
std::string tick_text(double value) {
    if (value >= 1e6) return format("%g M", value / 1e6);
    if (value >= 1e4) return format("%g k", value / 1e3);
    return format("%g", value);
}

class log_scale {
public:
    /// From values to pixels; takes in some room at both ends.
    log_scale(double lowest, double highest, double from, double to)
        : low_{std::log10(lowest) - .05}, high_{std::log10(highest) + .05}, from_{from}, to_{to} {
        if (high_ - low_ < .3) {  // Nearly equal values are not to look far apart.
            low_ -= .15;
            high_ += .15;
        }
    }
    double at(double value) const {
        return from_ + (std::log10(std::max(value, 1e-9)) - low_) / (high_ - low_) * (to_ - from_);
    }
    /// 1, 10, 100, …; with some between when there would be few.
    std::vector<double> ticks() const {
        const auto decades = std::floor(high_) - std::ceil(low_) + 1;
        if (high_ - low_ < 1.6) return multiples({1, 2, 5});
        return decades < 3 ? multiples({1, 3}) : multiples({1});
    }

private:
    std::vector<double> multiples(std::initializer_list<double> of) const {
        std::vector<double> list;
        for (auto decade = std::floor(low_); decade <= high_; ++decade)
            for (const auto step : of)
                if (const auto value = step * std::pow(10, decade);
                    std::log10(value) >= low_ && std::log10(value) <= high_)
                    list.push_back(value);
        return list;
    }

    double low_, high_, from_, to_;
};

std::string text(double x, double y, char const* classes, std::string_view words) {
    return format("<text x=\"%.1f\" y=\"%.1f\" class=\"%s\">", x, y, classes) +
           html_escaped(words) + "</text>";
}

std::string segment(double x1, double y1, double x2, double y2, char const* classes) {
    return format("<line x1=\"%.1f\" y1=\"%.1f\" x2=\"%.1f\" y2=\"%.1f\" class=\"%s\"/>", x1, y1,
                  x2, y2, classes);
}

std::string tooltip(std::string const& name, std::string const& unit, double value, double low,
                    double high, double far) {
    auto words = name + ": " + short_number(value) + ' ' + unit + ", rounds from " +
                 short_number(low) + " to " + short_number(high);
    if (far > 0) words += ", p99 " + short_number(far);
    return "<title>" + html_escaped(words) + "</title>";
}

/// Moves labels apart that would overlap, each heap of them about its middle. `heights` ascend.
void spread_out(std::vector<double>& heights, double gap, double top, double bottom) {
    struct heap {
        double middle;
        std::size_t count;
        double half(double of_gap) const { return static_cast<double>(count - 1) / 2 * of_gap; }
    };
    std::vector<heap> heaps;
    for (const auto height : heights) {
        heaps.push_back({height, 1});
        while (heaps.size() > 1) {
            auto& above = heaps[heaps.size() - 2];
            auto const& last = heaps.back();
            if (above.middle + above.half(gap) + gap <= last.middle - last.half(gap)) break;
            const auto both = static_cast<double>(above.count + last.count);
            above.middle = (above.middle * static_cast<double>(above.count) +
                            last.middle * static_cast<double>(last.count)) /
                           both;
            above.count += last.count;
            heaps.pop_back();
        }
    }
    std::size_t next = 0;
    for (auto const& one : heaps) {
        const auto reach = one.half(gap);
        const auto first =
            std::clamp(one.middle, top + reach, std::max(bottom - reach, top + reach)) - reach;
        for (std::size_t i = 0; i < one.count; ++i)
            heights[next++] = first + static_cast<double>(i) * gap;
    }
}

}  // namespace

std::string html_escaped(std::string_view words) {
    std::string safe;
    for (const char c : words) {
        if (c == '<') safe += "&lt;";
        else if (c == '>') safe += "&gt;";
        else if (c == '&') safe += "&amp;";
        else if (c == '"') safe += "&quot;";
        else safe += c;
    }
    return safe;
}

std::string draw(dot_plot plot) {
    constexpr double width = 520, left = 112, right = 456, top = 34, row = 21;
    std::ranges::sort(plot.dots, [&](dot const& a, dot const& b) {
        return plot.more_is_better ? a.value > b.value : a.value < b.value;
    });
    auto lowest = std::numeric_limits<double>::max(), highest = 0.;
    for (auto const& one : plot.dots) {
        lowest = std::min({lowest, one.value, one.low});
        highest = std::max({highest, one.value, one.high, one.far});
    }
    if (highest <= 0) return {};
    const log_scale scale{std::max(lowest, highest * 1e-6), highest, left, right};
    const auto bottom = top + row * static_cast<double>(plot.dots.size());

    auto svg =
        format("<svg viewBox=\"0 0 %.0f %.0f\" role=\"img\" aria-label=\"", width, bottom + 22) +
        html_escaped(plot.title + ", " + plot.unit) + "\">";
    svg += text(0, 14, "title", plot.title) + text(width, 14, "unit end", plot.unit);
    for (const auto tick : scale.ticks())
        svg += segment(scale.at(tick), top - 6, scale.at(tick), bottom, "grid") +
               text(scale.at(tick), bottom + 14, "tick middle", tick_text(tick));
    auto y = top + row / 2 - 2;
    for (auto const& one : plot.dots) {
        svg += format("<g class=\"row %s\">", class_of(one.as)) +
               tooltip(one.name, plot.unit, one.value, one.low, one.high, one.far);
        svg += format("<rect x=\"0\" y=\"%.1f\" width=\"%.0f\" height=\"%.0f\" class=\"hit\"/>",
                      y - row / 2, width, row);
        svg += text(left - 12, y + 4, "name end", one.name);
        if (one.far > 0) {
            svg += segment(scale.at(one.value), y, scale.at(one.far), y, "reach");
            svg += segment(scale.at(one.far), y - 4, scale.at(one.far), y + 4, "far");
        }
        svg += segment(scale.at(one.low), y, scale.at(one.high), y, "range");
        svg += format("<circle cx=\"%.1f\" cy=\"%.1f\" r=\"4.5\" class=\"dot\"/>",
                      scale.at(one.value), y);
        svg += text(width, y + 4, "value end", short_number(one.value)) + "</g>";
        y += row;
    }
    return svg + "</svg>";
}

std::string draw(line_plot const& plot) {
    constexpr double width = 1080, height = 440, left = 56, right = 930, top = 34, bottom = 404;
    auto lowest = std::numeric_limits<double>::max(), highest = 0.;
    for (auto const& one : plot.lines)
        for (auto const& at : one.points) {
            lowest = std::min(lowest, at.low);
            highest = std::max(highest, at.high);
        }
    if (highest <= 0 || plot.columns.empty()) return {};
    const log_scale scale{std::max(lowest, highest * 1e-7), highest, bottom, top};
    const auto column = [&](std::size_t index) {
        const auto gaps = static_cast<double>(std::max<std::size_t>(plot.columns.size() - 1, 1));
        return left + 16 + static_cast<double>(index) / gaps * (right - left - 32);
    };

    auto svg =
        format("<svg viewBox=\"0 0 %.0f %.0f\" role=\"img\" class=\"lines\">", width, height);
    for (const auto tick : scale.ticks())
        svg += segment(left, scale.at(tick), right, scale.at(tick), "grid") +
               text(left - 8, scale.at(tick) + 4, "tick end", tick_text(tick));
    for (std::size_t i = 0; i < plot.columns.size(); ++i)
        svg += text(column(i), bottom + 22, "tick middle", plot.columns[i]);
    svg += text(left - 8, top - 18, "unit end", plot.unit);

    auto lines = plot.lines;
    std::erase_if(lines, [](line const& one) { return one.points.empty(); });
    std::ranges::sort(lines, [&](line const& a, line const& b) {
        return a.points.back().value > b.points.back().value;
    });
    std::vector<double> labels;
    for (auto const& one : lines) labels.push_back(scale.at(one.points.back().value));
    spread_out(labels, 15, top, bottom);

    std::string ours;  // Drawn last, on top.
    for (std::size_t i = 0; i < lines.size(); ++i) {
        auto const& one = lines[i];
        auto group = format("<g class=\"series %s\">", class_of(one.as));
        std::string path;
        for (auto const& at : one.points)
            path += format("%s%.1f %.1f", path.empty() ? "M" : " L", column(at.column),
                           scale.at(at.value));
        group += "<path d=\"" + path + "\" class=\"wide\"/><path d=\"" + path + "\"/>";
        for (auto const& at : one.points) {
            const auto x = column(at.column);
            group += "<g>" + tooltip(one.name + ", " + plot.columns[at.column], plot.unit, at.value,
                                     at.low, at.high, 0);
            group += segment(x, scale.at(at.low), x, scale.at(at.high), "range");
            group += format("<circle cx=\"%.1f\" cy=\"%.1f\" r=\"3.5\" class=\"dot\"/></g>", x,
                            scale.at(at.value));
        }
        const auto end = column(one.points.back().column);
        group +=
            segment(end + 6, scale.at(one.points.back().value), right + 14, labels[i], "leader");
        group += text(right + 18, labels[i] + 4, "name", one.name) + "</g>";
        if (one.as == emphasis::ours) ours = group;
        else svg += group;
    }
    return svg + ours + "</svg>";
}

}  // namespace fairlead::bench
