// SPDX-License-Identifier: MIT
//
// kept_calls — calls with memory of their own, to be answered on another thread. The memory is used
// again: once as many as wait at a time have been there, a small call allocates nothing.
#pragma once

#include <fairlead/client/incoming_call.hpp>

#include <memory>
#include <mutex>
#include <optional>
#include <string>
#include <vector>

namespace fairlead {

/// Empty while nobody has it.
struct kept_call {
    std::optional<client::incoming_call> call;
    std::string args;
    std::vector<bytes> attachments;

    void fill(client::incoming_call arrived);
    void empty();  // An unanswered responder answers.
};

class kept_calls {
public:
    class give_back {
    public:
        explicit give_back(kept_calls* to = nullptr) noexcept : to_{to} {}
        void operator()(kept_call* one) const { to_->take_back(one); }

    private:
        kept_calls* to_;
    };
    using pointer = std::unique_ptr<kept_call, give_back>;

    /// So many are there from the beginning.
    explicit kept_calls(std::size_t at_once);

    pointer keep(client::incoming_call arrived);

private:
    void take_back(kept_call* one);

    std::mutex mutex_;
    std::vector<std::unique_ptr<kept_call>> spare_;
};

}  // namespace fairlead
