// SPDX-License-Identifier: MIT
//
// text_file — written beside it, then renamed.
#include "text_file.hpp"

#include <simdjson.h>

#include <cerrno>
#include <fstream>
#include <stdexcept>
#include <system_error>

namespace notes {
namespace {

[[noreturn]] void fail(std::filesystem::path const& path) {
    throw std::system_error{errno, std::generic_category(), path.string()};
}

}  // namespace

std::string read_text_file(std::filesystem::path const& path, std::size_t bytes_max) {
    if (std::filesystem::is_directory(path))
        throw std::system_error{EISDIR, std::generic_category(), path.string()};
    errno = 0;
    std::ifstream file{path, std::ios::binary};
    if (!file) fail(path);
    std::string text(bytes_max + 1, '\0');
    file.read(text.data(), static_cast<std::streamsize>(text.size()));
    if (file.bad()) fail(path);
    text.resize(static_cast<std::size_t>(file.gcount()));
    if (text.size() > bytes_max)
        throw std::length_error{path.filename().string() + " is longer than " +
                                std::to_string(bytes_max) + " bytes"};
    return text;
}

void write_text_file(std::filesystem::path const& path, std::string_view text) {
    auto beside = path;
    beside += ".new";
    errno = 0;
    {
        std::ofstream file{beside, std::ios::binary | std::ios::trunc};
        file.write(text.data(), static_cast<std::streamsize>(text.size()));
        file.close();
        if (!file) fail(beside);
    }
    std::filesystem::rename(beside, path);
}

bool is_utf8(std::string_view text) { return simdjson::validate_utf8(text); }

}  // namespace notes
