// SPDX-License-Identifier: MIT
//
// dev_news — bounded: pages are shown the beginning of a disaster, not all of it.
#include "cli/dev/dev_news.hpp"

#include "cli/dev/watch_rules.hpp"

#include <boost/json.hpp>

namespace fairlead::cli::dev {
namespace {

namespace json = boost::json;
namespace fs = std::filesystem;

constexpr std::size_t names_told = 10;
constexpr std::size_t output_bytes_max = 4'000;

std::string news(json::object data) { return json::serialize(json::array{std::move(data)}); }

json::array some_names(std::set<std::string> const& names) {
    json::array told;
    for (auto const& one : names)
        if (told.size() < names_told) told.emplace_back(one);
    return told;
}

/// The end of it.
std::string joined(std::vector<std::string> const& lines) {
    std::string text;
    for (auto line = lines.rbegin(); line != lines.rend(); ++line) {
        if (text.size() + line->size() > output_bytes_max) break;
        text.insert(0, *line + '\n');
    }
    return text;
}

}  // namespace

std::string building_news(std::set<std::string> const& changed) {
    return news({{"state", "building"}, {"changed", some_names(changed)}});
}

std::string failed_news(build_outcome const& outcome, fs::path const& app) {
    json::array errors;
    for (auto const& one : outcome.errors)
        errors.emplace_back(json::object{{"file", name_within(one.file, app)},
                                         {"line", one.line},
                                         {"column", one.column},
                                         {"text", one.text}});
    const auto output = errors.empty() ? joined(outcome.last_lines) : std::string{};
    return news({{"state", "failed"},
                 {"errors", std::move(errors)},
                 {"more", outcome.more_errors},
                 {"output", output}});
}

std::string failed_news(std::string const& output) {
    return news({{"state", "failed"},
                 {"errors", json::array{}},
                 {"more", 0},
                 {"output", output.substr(0, output_bytes_max)}});
}

std::string done_news(std::vector<std::string> const& plugins, std::chrono::milliseconds took) {
    json::array names;
    for (auto const& one : plugins) names.emplace_back(one);
    return news({{"state", "done"}, {"plugins", std::move(names)}, {"ms", took.count()}});
}

std::string front_end_starting_news() { return news({{"state", "starting"}}); }
std::string front_end_ready_news(std::string const& url) {
    return news({{"state", "ready"}, {"url", url}});
}
std::string front_end_gone_news(int code) { return news({{"state", "gone"}, {"code", code}}); }

std::string reload_news(std::set<std::string> const& changed) {
    return news({{"changed", some_names(changed)}});
}

std::string some_of(std::set<std::string> const& names) {
    if (names.empty()) return "nothing";
    return *names.begin() +
           (names.size() > 1 ? " and " + std::to_string(names.size() - 1) + " more" : "");
}

std::string name_within(fs::path const& file, fs::path const& folder) {
    if (!file.is_absolute() || !is_within(file, folder)) return file.native();
    return file.lexically_relative(folder).native();
}

}  // namespace fairlead::cli::dev
