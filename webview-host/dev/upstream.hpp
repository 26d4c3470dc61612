// SPDX-License-Identifier: MIT
//
// upstream — the front end's own server (Vite, webpack …) in place of the app's folder: each
// request goes there on a connection of its own, the answer comes back in pieces as they are
// wanted. Sockets are served by a thread of its own, so that it does not matter whose loop the main
// thread runs.
#pragma once

#include "webview-host/dev/upstream_address.hpp"
#include "webview-host/loop/main_thread.hpp"
#include "webview-host/serving/front_end.hpp"

#include <chrono>
#include <cstdint>
#include <map>
#include <memory>
#include <optional>
#include <utility>

namespace fairlead::host {

class upstream final : public front_end {
public:
    struct deadlines {
        std::chrono::milliseconds to_connect{5'000};
        /// A server that has just been started first compiles what is asked for.
        std::chrono::milliseconds to_answer{60'000};
    };
    /// The thread is borrowed and outlives it.
    upstream(upstream_address where, main_thread& thread)
        : upstream{std::move(where), thread, deadlines{}} {}
    upstream(upstream_address where, main_thread& thread, deadlines until);
    ~upstream() override;
    upstream(upstream const&) = delete;
    upstream& operator=(upstream const&) = delete;

    void ask(page_request const& request, page_responder done) override;

private:
    void take(std::uint64_t number, asset_response response);

    struct workshop;
    upstream_address where_;
    main_thread& thread_;
    deadlines until_;
    std::map<std::uint64_t, page_responder> asking_;
    std::uint64_t asked_ = 0;
    // What comes when this has gone finds it empty.
    std::shared_ptr<upstream*> self_ = std::make_shared<upstream*>(this);
    std::shared_ptr<workshop> shop_;
};

/// Null without an address: the app's folder it is.
std::unique_ptr<front_end> front_end_at(std::optional<upstream_address> const& where,
                                        main_thread& thread);

}  // namespace fairlead::host
