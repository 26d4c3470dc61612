// SPDX-License-Identifier: MIT
//
// temporary_directory — mkdtemp(3).
#include "tests/support/temporary_directory.hpp"

#include <cstdlib>
#include <fstream>
#include <stdexcept>
#include <string>

namespace fairlead::tests {

temporary_directory::temporary_directory() {
    std::string name = "/tmp/fairlead-XXXXXX";
    if (::mkdtemp(name.data()) == nullptr) throw std::runtime_error{"mkdtemp failed"};
    path_ = name;
}

temporary_directory::~temporary_directory() {
    std::error_code ignored;
    std::filesystem::remove_all(path_, ignored);
}

std::filesystem::path temporary_directory::write(std::filesystem::path const& name,
                                                 std::string_view text) const {
    const auto file = path_ / name;
    std::filesystem::create_directories(file.parent_path());
    std::ofstream out{file, std::ios::binary};
    out << text;
    out.close();
    if (!out) throw std::runtime_error{file.string() + ": cannot be written"};
    return file;
}

}  // namespace fairlead::tests
