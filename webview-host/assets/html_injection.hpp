// SPDX-License-Identifier: MIT
//
// html_injection — puts the two scripts of the bridge in front of everything else in a page's head.
//
// Every HTML document gets them, so a reload of a deep link keeps window.go (Wails does this for
// index.html only). The text is scanned and not rebuilt: apart from the two tags it stays as it
// was, byte for byte.
#pragma once

#include <string>
#include <string_view>

namespace fairlead::host {

/// The document with `<script src="/wails/ipc.js"></script>` and the same for runtime.js as the
/// first things in its head; where head or html are missing, where the browser would begin them.
///
/// Not inserted: what `<meta name="wails-options" content="noautoinject[runtime|ipc]">` excludes,
/// and what the page refers to already. A document in UTF-16 comes back unchanged.
///
/// `base` is for a page that is served at another address than its own: behind the scripts comes
/// `<base href="…">`, if the page refers to files by relative paths and has no base itself.
std::string inject_scripts(std::string_view html, std::string_view base = {});

}  // namespace fairlead::host
