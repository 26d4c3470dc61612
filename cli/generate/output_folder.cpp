// SPDX-License-Identifier: MIT
//
// output_folder — compares texts; of two that differ, the first line that does.
#include "cli/generate/output_folder.hpp"

#include "cli/text_file.hpp"

#include <algorithm>
#include <fstream>

namespace fairlead::cli::generate {
namespace {

namespace fs = std::filesystem;

std::string_view line_at(std::string_view text, std::size_t begin) {
    return text.substr(begin, std::min(text.find('\n', begin), text.size()) - begin);
}

/// `3: is "old", not "new"`
std::string first_difference(std::string const& is, std::string const& wanted) {
    const auto ends = std::ranges::mismatch(is, wanted);
    const auto same = static_cast<std::size_t>(ends.in1 - is.begin());
    const auto line = std::count(is.begin(), ends.in1, '\n') + 1;
    const auto begin = same == 0 ? 0 : is.rfind('\n', same - 1) + 1;  // npos + 1 is 0.
    return std::to_string(line) + ": is \"" + std::string{line_at(is, begin)} + "\", not \"" +
           std::string{line_at(wanted, begin)} + '"';
}

bool is_ours(fs::path const& file) {
    std::ifstream in{file, std::ios::binary};
    std::string line;
    return std::getline(in, line) && line == generated_mark;
}

}  // namespace

std::vector<difference> output_folder::compare(file_set const& wanted) const {
    using kind = difference::kind;
    std::vector<difference> all;
    for (auto const& [name, text] : wanted) {
        const auto is = read_text(path_ / name);
        if (!is) all.push_back({kind::missing, name, {}});
        else if (*is != text) all.push_back({kind::other, name, first_difference(*is, text)});
    }
    if (fs::is_directory(path_)) {
        for (auto const& entry : fs::recursive_directory_iterator{path_}) {
            const auto name = entry.path().lexically_relative(path_).generic_string();
            if (!wanted.contains(name) && entry.is_regular_file() && is_ours(entry.path()))
                all.push_back({kind::obsolete, name, {}});
        }
    }
    std::ranges::sort(all, {}, &difference::path);
    return all;
}

void output_folder::settle(file_set const& wanted,
                           std::vector<difference> const& differences) const {
    for (auto const& one : differences) {
        const auto file = path_ / one.path;
        if (one.what != difference::kind::obsolete) {
            write_text(file, wanted.at(one.path));
            continue;
        }
        fs::remove(file);
        // Its folders, as far as nothing else is in them.
        for (auto folder = file.parent_path(); folder != path_ && fs::is_empty(folder);
             folder = folder.parent_path())
            fs::remove(folder);
    }
}

}  // namespace fairlead::cli::generate
