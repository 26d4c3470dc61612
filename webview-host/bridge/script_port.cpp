// SPDX-License-Identifier: MIT
//
// script_port — flush() does nothing while a script is on its way; its end flushes again.
#include "webview-host/bridge/script_port.hpp"

namespace fairlead::host {

void script_port::start(std::string_view name) {
    outbox_.start_page(name);
    evaluating_ = false;
    ++document_;
}

void script_port::flush() {
    if (evaluating_ || outbox_.is_empty()) return;
    evaluating_ = true;
    evaluate_(outbox_.take_turn(),
              [this, document = document_](bool ran) { finished(document, ran); });
}

void script_port::finished(std::uint64_t document, bool ran) {
    if (document != document_) return;
    evaluating_ = false;
    // deliver() throws nothing of its own: there is no runtime.js in this page.
    if (!ran) ++failed_turns_;
    flush();
}

}  // namespace fairlead::host
