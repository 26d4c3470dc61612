// SPDX-License-Identifier: MIT
//
// figure_tree — walks all trees at once.
#include "cli/output/figure_tree.hpp"

#include "cli/output/json_figures.hpp"

#include <boost/json.hpp>

#include <algorithm>

namespace fairlead::cli {
namespace {

namespace json = boost::json;

/// The values that one step below each tree leads to.
template <class Step>
json::value combined_below(std::vector<json::value> const& all, Step const& step,
                           figure_choice const& choice) {
    std::vector<json::value> below;
    below.reserve(all.size());
    for (auto const& one : all) below.push_back(step(one));
    return combined(below, choice);
}

}  // namespace

double median_of(std::vector<double> const& ascending) {
    const auto middle = ascending.size() / 2;
    return ascending.size() % 2 == 1 ? ascending[middle]
                                     : (ascending[middle - 1] + ascending[middle]) / 2;
}

json::value combined(std::vector<json::value> const& all, figure_choice const& choice) {
    auto const& shape = all.front();
    if (auto const* object = shape.if_object()) {
        json::object made;
        for (auto const& member : *object)
            made[member.key()] = combined_below(
                all, [&](json::value const& one) { return one.at(member.key()); }, choice);
        return made;
    }
    if (auto const* array = shape.if_array()) {
        json::array made;
        for (std::size_t i = 0; i < array->size(); ++i)
            made.push_back(combined_below(
                all, [&](json::value const& one) { return one.at(i); }, choice));
        return made;
    }
    if (!shape.is_number()) return shape;
    std::vector<double> numbers;
    for (auto const& one : all) numbers.push_back(one.to_number<double>());
    std::ranges::sort(numbers);
    return choice(numbers);
}

std::string figure_text(json::value const& tree) {
    std::string text;
    if (auto const* object = tree.if_object()) {
        for (auto const& member : *object)
            text += (text.empty() ? "" : ",") + json::serialize(json::string{member.key()}) + ':' +
                    figure_text(member.value());
        return '{' + text + '}';
    }
    if (auto const* array = tree.if_array()) {
        for (auto const& one : *array) text += (text.empty() ? "" : ",") + figure_text(one);
        return '[' + text + ']';
    }
    return tree.is_number() ? figure(tree.to_number<double>()) : json::serialize(tree);
}

}  // namespace fairlead::cli
