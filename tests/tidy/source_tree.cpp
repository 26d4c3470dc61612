// SPDX-License-Identifier: MIT
//
// source_tree — reads the files and cuts them into lines; knows no rule.
#include "tests/tidy/source_tree.hpp"

#include <algorithm>
#include <fstream>
#include <iterator>
#include <stdexcept>

namespace fairlead::tidy {

namespace {

bool is_ours(std::filesystem::directory_entry const& entry, std::filesystem::path const& root) {
    const auto name = entry.path().filename().string();
    if (name.starts_with('.') || name == "node_modules") return false;
    return !(name == "build" && entry.path().parent_path() == root);
}

std::string read_text(std::filesystem::path const& path) {
    std::ifstream file{path, std::ios::binary};
    if (!file) throw std::runtime_error{"cannot read " + path.string()};
    return {std::istreambuf_iterator<char>{file}, {}};
}

std::string_view without_leading_blanks(std::string_view text) {
    const auto begin = text.find_first_not_of(" \t");
    return begin == text.npos ? std::string_view{} : text.substr(begin);
}

}  // namespace

finding make_finding(std::string_view path, std::size_t line, std::string_view what) {
    return std::string{path} + ":" + std::to_string(line) + ": " + std::string{what};
}

source_tree read_tree(std::filesystem::path const& root) {
    source_tree tree;
    for (auto walk = std::filesystem::recursive_directory_iterator{root};
         walk != std::filesystem::recursive_directory_iterator{}; ++walk) {
        if (walk->is_directory() && !is_ours(*walk, root)) walk.disable_recursion_pending();
        if (!walk->is_regular_file()) continue;
        auto path = walk->path().lexically_relative(root).generic_string();
        if (is_code(path) || is_markdown(path))
            tree.push_back({std::move(path), read_text(walk->path())});
    }
    std::ranges::sort(tree, {}, &source_file::path);
    return tree;
}

std::vector<std::string_view> lines_of(std::string_view text) {
    std::vector<std::string_view> lines;
    while (!text.empty()) {
        const auto end = std::min(text.find('\n'), text.size());
        lines.push_back(text.substr(0, end));
        text.remove_prefix(std::min(end + 1, text.size()));
    }
    return lines;
}

bool is_code(std::string_view path) {
    return path.ends_with(".cpp") || path.ends_with(".c") || is_header(path);
}

bool is_header(std::string_view path) { return path.ends_with(".hpp") || path.ends_with(".h"); }

bool is_markdown(std::string_view path) { return path.ends_with(".md"); }

std::string_view folder_of(std::string_view path) {
    const auto slash = path.rfind('/');
    return slash == path.npos ? std::string_view{} : path.substr(0, slash);
}

std::vector<include_line> includes_of(source_file const& file) {
    std::vector<include_line> includes;
    std::size_t number = 0;
    for (auto line : lines_of(file.text)) {
        ++number;
        line = without_leading_blanks(line);
        if (!line.starts_with('#')) continue;
        line = without_leading_blanks(line.substr(1));
        if (!line.starts_with("include")) continue;
        line = without_leading_blanks(line.substr(std::string_view{"include"}.size()));
        const bool quoted = line.starts_with('"');
        if (!quoted && !line.starts_with('<')) continue;
        const auto end = line.find(quoted ? '"' : '>', 1);
        if (end != line.npos)
            includes.push_back({number, std::string{line.substr(1, end - 1)}, quoted});
    }
    return includes;
}

}  // namespace fairlead::tidy
