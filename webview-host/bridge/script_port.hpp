// SPDX-License-Identifier: MIT
//
// script_port — the way into a page by evaluated scripts: one at a time, and the next holds all
// that came meanwhile.
#pragma once

#include "webview-host/bridge/neighbours.hpp"

#include <functional>

namespace fairlead::host {

class script_port final : public page_port {
public:
    /// Evaluates and reports whether the script ran to its end.
    using evaluator =
        std::function<void(std::string const& script, std::function<void(bool)> done)>;

    explicit script_port(evaluator evaluate, outbox_limits limits = {})
        : evaluate_{std::move(evaluate)}, outbox_{limits} {}

    void start(std::string_view name) override;
    push_outcome callback(std::string text) override {
        return outbox_.push_callback(std::move(text));
    }
    push_outcome event(std::string text) override { return outbox_.push_event(std::move(text)); }
    push_outcome end_calls(std::string reason) override {
        return outbox_.push_end_of_calls(std::move(reason));
    }
    push_outcome offer_again() override { return outbox_.push_offer_again(); }
    void flush() override;

    /// For the asset server.
    std::optional<std::string> take_payload(std::string_view id) {
        return outbox_.take_payload(id);
    }

    std::uint64_t failed_turns() const noexcept { return failed_turns_; }

private:
    void finished(std::uint64_t document, bool ran);

    evaluator evaluate_;
    page_outbox outbox_;
    bool evaluating_ = false;
    std::uint64_t document_ = 0;  // An evaluation that ends after its document has nothing to say.
    std::uint64_t failed_turns_ = 0;
};

}  // namespace fairlead::host
