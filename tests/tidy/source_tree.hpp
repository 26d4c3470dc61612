// SPDX-License-Identifier: MIT
//
// source_tree — what we wrote ourselves, as text in memory.
#pragma once

#include <cstddef>
#include <filesystem>
#include <string>
#include <string_view>
#include <vector>

namespace fairlead::tidy {

struct source_file {
    std::string path;  ///< From the root of the repository, with forward slashes.
    std::string text;
};

using source_tree = std::vector<source_file>;

/// A broken rule, ready to be clicked on: "broker/session/session.cpp:12: what is wrong".
using finding = std::string;

finding make_finding(std::string_view path, std::size_t line, std::string_view what);

/// C++, C and markdown below `root`; nothing that was built, downloaded or hidden.
source_tree read_tree(std::filesystem::path const& root);

std::vector<std::string_view> lines_of(std::string_view text);

bool is_code(std::string_view path);
bool is_header(std::string_view path);
bool is_markdown(std::string_view path);

/// "broker/session" of "broker/session/session.cpp"; "" of a file in the root.
std::string_view folder_of(std::string_view path);

struct include_line {
    std::size_t line;
    std::string name;  ///< What stands between the brackets or quotes.
    bool quoted;
};

std::vector<include_line> includes_of(source_file const& file);

}  // namespace fairlead::tidy
