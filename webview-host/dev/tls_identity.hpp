// SPDX-License-Identifier: MIT
//
// tls_identity — the certificate of the development server: somebody's files, or one that it makes
// for itself at each start, which a browser asks its user about.
#pragma once

#include <filesystem>
#include <string>
#include <vector>

namespace fairlead::host {

/// What the command line says.
struct tls_options {
    bool wanted = false;
    std::filesystem::path certificate, key;  ///< PEM; both or none.
};

struct tls_identity {
    std::string certificate, key;  ///< PEM; the first may be a chain.
    /// What they are called when something is wrong with them.
    std::string certificate_name = "the certificate", key_name = "its key";
};

/// Throws what keeps it from that. `names` as Host headers have them, ports and all.
tls_identity tls_identity_of(tls_options const& options, std::vector<std::string> const& names);

/// What a certificate vouches for: "DNS:localhost,IP:127.0.0.1,IP:::1".
std::string alternative_names(std::vector<std::string> const& names);

}  // namespace fairlead::host
