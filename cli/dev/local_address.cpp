// SPDX-License-Identifier: MIT
//
// local_address — the word, and then the first URL: what stands around them differs.
#include "cli/dev/local_address.hpp"

namespace fairlead::cli::dev {

std::optional<std::string> local_address(std::string_view line) {
    const auto word = line.find("Local:");
    if (word == line.npos) return std::nullopt;
    const auto rest = line.substr(word);
    auto url = rest.find("http://");
    if (url == rest.npos) url = rest.find("https://");
    if (url == rest.npos) return std::nullopt;
    auto found = rest.substr(url);
    found = found.substr(0, found.find_first_of(" ,;)>\""));
    const auto host = found.find("://") + 3;
    if (host >= found.size() || found[host] == '/' || found[host] == ':') return std::nullopt;
    return std::string{found};
}

}  // namespace fairlead::cli::dev
