// SPDX-License-Identifier: MIT
//
// contract_page — writes docs/WAILS-COMPATIBILITY.md: contract_page ROOT
#include "tests/tidy/contract_list.hpp"

#include <cstdio>
#include <exception>
#include <fstream>

int main(int argc, char** argv) try {
    using namespace fairlead::tidy;
    if (argc != 2) {
        std::fprintf(stderr, "contract_page: needs the root of the repository\n");
        return 2;
    }
    const std::filesystem::path root{argv[1]};
    const auto list = read_contract(read_tree(root), read_sections_file(root));
    for (auto const& finding : list.findings) std::fprintf(stderr, "%s\n", finding.c_str());
    std::ofstream{root / contract_page} << page_of(list);
    std::printf("%zu items in %s\n", list.items.size(), std::string{contract_page}.c_str());
    return list.findings.empty() ? 0 : 1;
} catch (std::exception const& problem) {
    std::fprintf(stderr, "contract_page: %s\n", problem.what());
    return 1;
}
