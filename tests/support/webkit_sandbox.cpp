// SPDX-License-Identifier: MIT
//
// webkit_sandbox — what WebKitGTK runs: bwrap, in namespaces of its own, and a proxy for D-Bus.
#include "tests/support/webkit_sandbox.hpp"

#include "tests/support/child.hpp"

namespace fairlead::tests {

std::string why_no_sandbox() {
    for (auto const* one : {"/usr/bin/bwrap", "/usr/bin/xdg-dbus-proxy"})
        if (!std::filesystem::exists(one)) return std::string{one} + " is missing";
    child probe{{"/usr/bin/bwrap", {"--unshare-all", "--ro-bind", "/", "/", "/bin/true"}, {}}};
    probe.read_all();
    if (probe.wait() == 0) return {};
    return "bwrap cannot make namespaces here: " + probe.errors();
}

}  // namespace fairlead::tests
