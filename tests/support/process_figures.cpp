// SPDX-License-Identifier: MIT
//
// process_figures — /proc.
#include "tests/support/process_figures.hpp"

#include <unistd.h>

#include <filesystem>
#include <fstream>

namespace fairlead::tests {
namespace {

std::filesystem::path folder_of(pid_t process) { return "/proc/" + std::to_string(process); }

}  // namespace

std::size_t descriptors_of(pid_t process) {
    const std::filesystem::directory_iterator all{folder_of(process) / "fd"};
    return static_cast<std::size_t>(std::distance(begin(all), end(all)));
}

double resident_of(pid_t process) {
    std::ifstream statm{folder_of(process) / "statm"};
    double all = 0, resident = 0;
    statm >> all >> resident;
    return resident * static_cast<double>(::sysconf(_SC_PAGESIZE)) / (1 << 20);
}

}  // namespace fairlead::tests
