// SPDX-License-Identifier: MIT
//
// kept_calls — a list of spare ones.
#include "kept_calls.hpp"

#include <utility>

namespace fairlead {
namespace {

constexpr std::size_t spare_max = 512;
constexpr std::size_t args_kept_max = 4'096;

}  // namespace

void kept_call::fill(client::incoming_call arrived) {
    args.assign(arrived.args);
    attachments.assign(arrived.attachments.begin(), arrived.attachments.end());
    call.emplace(std::move(arrived));
    call->args = args;
    call->attachments = attachments;
}

void kept_call::empty() {
    call.reset();
    attachments.clear();
    if (args.capacity() > args_kept_max) args = {};
}

kept_calls::kept_calls(std::size_t at_once) {
    spare_.reserve(spare_max);
    for (std::size_t i = 0; i < at_once; ++i) spare_.push_back(std::make_unique<kept_call>());
}

kept_calls::pointer kept_calls::keep(client::incoming_call arrived) {
    std::unique_ptr<kept_call> one;
    {
        const std::lock_guard lock{mutex_};
        if (!spare_.empty()) {
            one = std::move(spare_.back());
            spare_.pop_back();
        }
    }
    if (!one) one = std::make_unique<kept_call>();
    one->fill(std::move(arrived));
    return pointer{one.release(), give_back{this}};
}

void kept_calls::take_back(kept_call* one) {
    std::unique_ptr<kept_call> owned{one};
    owned->empty();  // Outside of the lock: it may speak to the broker.
    const std::lock_guard lock{mutex_};
    if (spare_.size() < spare_max) spare_.push_back(std::move(owned));
}

}  // namespace fairlead
