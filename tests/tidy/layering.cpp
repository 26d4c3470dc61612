// SPDX-License-Identifier: MIT
//
// layering — reads layers.txt and follows the includes.
#include "tests/tidy/layering.hpp"

#include <algorithm>
#include <set>
#include <sstream>
#include <stdexcept>
#include <utility>

namespace fairlead::tidy {

namespace {

constexpr std::string_view anything = "**";
constexpr std::string_view and_below = "/**";

/// Public headers lie in <floor>/include/fairlead, sources in <floor>/src; the room is the same.
std::string without_build_folders(std::string_view path) {
    for (const std::string_view middle : {"/include/fairlead/", "/src/"})
        if (const auto at = path.find(middle); at != path.npos && path.find('/') == at)
            return std::string{path.substr(0, at + 1)}.append(path.substr(at + middle.size()));
    return std::string{path};
}

bool covers(std::string_view pattern, std::string_view room) {
    if (pattern == anything || pattern == room) return true;
    return pattern.ends_with(and_below) &&
           room.starts_with(pattern.substr(0, pattern.size() - anything.size()));
}

/// The file an #include means, or the path it would have if it is made during the build.
std::optional<std::string> target_of(include_line const& include, std::string_view from,
                                     std::set<std::string_view> const& paths) {
    const auto name = include.name;
    const auto folder = std::string{folder_of(from)};
    if (include.quoted && !folder.empty() && paths.contains(folder + "/" + name))
        return folder + "/" + name;
    for (const std::string_view root : {"", "protocol/include/", "client-sdk/include/"})
        if (auto path = std::string{root} + name; paths.contains(path)) return path;
    if (include.quoted || name.starts_with("fairlead/")) return name;
    return std::nullopt;  // Somebody else's: the source rules look after those.
}

}  // namespace

layers layers::parse(std::string_view text) {
    layers result;
    std::size_t number = 0;
    for (auto line : lines_of(text)) {
        ++number;
        std::istringstream words{std::string{line.substr(0, line.find('#'))}};
        rule parsed;
        if (!(words >> parsed.room)) continue;
        std::string colon;
        if (!(words >> colon) || colon != ":")
            throw std::runtime_error{make_finding("layers.txt", number, "expected 'room : rooms'")};
        if (result.find(parsed.room) != nullptr)
            throw std::runtime_error{make_finding("layers.txt", number, "a room listed twice")};
        for (std::string word; words >> word;) parsed.allowed.push_back(word);
        result.rules_.push_back(std::move(parsed));
    }
    for (auto const& each : result.rules_)
        for (auto const& target : each.allowed)
            if (std::ranges::none_of(result.rules_,
                                     [&](auto const& other) { return covers(target, other.room); }))
                throw std::runtime_error{"layers.txt: " + each.room + " : " + target +
                                         ", but there is no such room"};
    return result;
}

std::optional<std::string> layers::room_of(std::string_view path) const {
    const auto place = without_build_folders(path);
    auto folder = folder_of(place);
    if (find(folder) != nullptr) return std::string{folder};
    for (; !folder.empty(); folder = folder_of(folder))
        if (auto room = std::string{folder}.append(and_below); find(room) != nullptr) return room;
    return std::nullopt;
}

bool layers::allow(std::string_view from_room, std::string_view to_room) const {
    if (from_room == to_room) return true;
    const auto* from = find(from_room);
    return from != nullptr && std::ranges::any_of(from->allowed, [&](auto const& pattern) {
               return covers(pattern, to_room);
           });
}

std::vector<std::string> layers::circles() const {
    std::vector<std::string> found;
    std::set<std::string_view> sound;
    std::vector<std::string_view> trail;
    const auto visit = [&](auto const& self, std::string_view room) -> void {
        if (const auto seen = std::ranges::find(trail, room); seen != trail.end()) {
            std::string circle;
            for (auto at = seen; at != trail.end(); ++at) circle.append(*at).append(" → ");
            found.push_back(circle.append(room));
            return;
        }
        if (sound.contains(room)) return;
        trail.push_back(room);
        for (auto const& next : rules_)
            if (next.room != room && allow(room, next.room)) self(self, next.room);
        trail.pop_back();
        sound.insert(room);
    };
    for (auto const& each : rules_) visit(visit, each.room);
    return found;
}

std::vector<std::string> layers::deserted(source_tree const& tree) const {
    std::set<std::string> inhabited;
    for (auto const& file : tree)
        if (auto room = is_code(file.path) ? room_of(file.path) : std::nullopt)
            inhabited.insert(*room);
    std::vector<std::string> empty;
    for (auto const& each : rules_)
        if (!inhabited.contains(each.room)) empty.push_back(each.room);
    return empty;
}

layers::rule const* layers::find(std::string_view room) const {
    const auto at = std::ranges::find(rules_, room, &rule::room);
    return at == rules_.end() ? nullptr : &*at;
}

std::vector<finding> broken_edges(layers const& layers, source_tree const& tree) {
    std::set<std::string_view> paths;
    for (auto const& file : tree) paths.insert(file.path);

    std::vector<finding> findings;
    for (auto const& file : tree) {
        if (!is_code(file.path)) continue;
        const auto from = layers.room_of(file.path);
        if (!from) {
            findings.push_back(make_finding(file.path, 1, "this folder is no room of layers.txt"));
            continue;
        }
        for (auto const& include : includes_of(file)) {
            const auto target = target_of(include, file.path, paths);
            if (!target) continue;
            const auto to = layers.room_of(*target);
            if (!to)
                findings.push_back(make_finding(file.path, include.line,
                                                "\"" + include.name + "\" lies in no known room"));
            else if (!layers.allow(*from, *to))
                findings.push_back(
                    make_finding(file.path, include.line, *from + " may not include " + *to));
        }
    }
    return findings;
}

}  // namespace fairlead::tidy
