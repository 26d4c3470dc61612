// SPDX-License-Identifier: MIT
//
// templates — files are copied one by one, in the order of the layers.
#include "cli/project/templates.hpp"

#include "cli/text_file.hpp"

#include <algorithm>
#include <cctype>

namespace fairlead::cli {
namespace {

namespace fs = std::filesystem;

constexpr auto about_file = "about.txt";
constexpr std::size_t name_max = 64;

std::string text_of(fs::path const& file) {
    auto text = read_text(file);
    if (!text) throw fs::filesystem_error{"cannot read", file, {errno, std::generic_category()}};
    return std::move(*text);
}

void replace_all(std::string& in, std::string_view what, std::string const& by) {
    for (auto at = in.find(what); at != in.npos; at = in.find(what, at + by.size()))
        in.replace(at, what.size(), by);
}

void lay_out_layer(fs::path const& layer, std::string const& app, fs::path const& to) {
    for (auto const& entry : fs::recursive_directory_iterator{layer}) {
        const auto name = entry.path().lexically_relative(layer);
        if (!entry.is_regular_file() || name == about_file) continue;
        auto text = text_of(entry.path());
        if (name.extension() != ".in") {
            write_text(to / name, text);
            continue;
        }
        replace_all(text, "@NAME@", app);
        replace_all(text, "@TITLE@", title_of(app));
        write_text(to / name.parent_path() / name.stem(), text);
    }
}

}  // namespace

std::vector<template_info> templates::list() const {
    std::vector<template_info> all;
    for (auto const& entry : fs::directory_iterator{folder_}) {
        if (!fs::exists(entry.path() / about_file)) continue;
        auto about = text_of(entry.path() / about_file);
        all.push_back({entry.path().filename(), about.substr(0, about.find('\n'))});
    }
    std::ranges::sort(all, {}, &template_info::name);
    return all;
}

bool templates::has(std::string const& name) const {
    const auto all = list();
    return std::ranges::find(all, name, &template_info::name) != all.end();
}

void templates::lay_out(std::string const& name, std::string const& app, fs::path const& to) const {
    const auto own = folder_ / name;
    lay_out_layer(folder_ / "base", app, to);
    if (fs::exists(own / "frontend")) lay_out_layer(folder_ / "page", app, to);
    lay_out_layer(own, app, to);
}

bool is_project_name(std::string const& name) noexcept {
    const auto is_letter = [](unsigned char c) { return c < 0x80 && std::isalpha(c) != 0; };
    const auto is_part = [&](unsigned char c) {
        return is_letter(c) || (c >= '0' && c <= '9') || c == '-' || c == '_';
    };
    return !name.empty() && name.size() <= name_max &&
           is_letter(static_cast<unsigned char>(name.front())) &&
           std::ranges::all_of(name, is_part);
}

std::string title_of(std::string const& name) {
    auto title = name;
    std::ranges::replace_if(
        title, [](char c) { return c == '-' || c == '_'; }, ' ');
    title.front() = static_cast<char>(std::toupper(static_cast<unsigned char>(title.front())));
    return title;
}

}  // namespace fairlead::cli
