// SPDX-License-Identifier: MIT
//
// frame_port — what a page would receive, as lines: Wails' development-socket frames, `c{…}` for an
// answer and `n{…}` for an event.
#pragma once

#include "webview-host/bridge/neighbours.hpp"

#include <cstdio>

namespace fairlead::host {

class frame_port final : public page_port {
public:
    /// Borrowed. The reader of a pipe may be slow: then so are we, and the inbox is what is
    /// bounded.
    explicit frame_port(std::FILE* out) : out_{out} {}

    void start(std::string_view) override {}
    push_outcome callback(std::string text) override { return write('c', std::move(text)); }
    push_outcome event(std::string text) override { return write('n', std::move(text)); }
    /// Wails' frames have no word for it, and this host ends with its broker.
    push_outcome end_calls(std::string) override { return push_outcome::refused; }
    push_outcome offer_again() override { return push_outcome::refused; }
    void flush() override;

    /// Nobody reads any more.
    bool is_broken() const noexcept { return broken_; }

private:
    push_outcome write(char kind, std::string text);

    std::FILE* out_;
    bool broken_ = false;
};

}  // namespace fairlead::host
