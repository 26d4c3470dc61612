// SPDX-License-Identifier: MIT
//
// text_file — written beside the old one, and renamed over it.
#include "cli/text_file.hpp"

#include <unistd.h>

#include <fstream>
#include <iterator>

namespace fairlead::cli {

namespace fs = std::filesystem;

std::optional<std::string> read_text(fs::path const& file) {
    std::ifstream in{file, std::ios::binary};
    if (!in) return std::nullopt;
    return std::string{std::istreambuf_iterator<char>{in}, {}};
}

void write_text(fs::path const& file, std::string const& text) {
    if (file.has_parent_path()) fs::create_directories(file.parent_path());
    const auto beside = file.parent_path() / ("." + file.filename().native() + '.' +
                                              std::to_string(::getpid()) + ".new");
    std::ofstream out{beside, std::ios::binary};
    out << text;
    out.close();
    std::error_code failed;
    if (out) fs::rename(beside, file, failed);
    if (out && !failed) return;
    const auto why = failed ? failed : std::error_code{errno, std::generic_category()};
    fs::remove(beside, failed);
    throw fs::filesystem_error{"cannot write", file, why};
}

}  // namespace fairlead::cli
