// SPDX-License-Identifier: MIT
//
// frame_port — one frame, one line.
#include "webview-host/bridge/frame_port.hpp"

#include <algorithm>

namespace fairlead::host {

push_outcome frame_port::write(char kind, std::string text) {
    // Between the tokens of JSON a newline is as good as a blank, and inside a string there is
    // none.
    std::ranges::replace_if(
        text, [](char c) { return c == '\n' || c == '\r'; }, ' ');
    text.insert(text.begin(), kind);
    text += '\n';
    if (std::fwrite(text.data(), 1, text.size(), out_) != text.size()) broken_ = true;
    return push_outcome::queued;
}

void frame_port::flush() {
    if (std::fflush(out_) != 0) broken_ = true;
}

}  // namespace fairlead::host
