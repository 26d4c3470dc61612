// SPDX-License-Identifier: MIT
//
// arrived_payload — what came with the frame that is just handled: its JSON, its attachments and,
// if it is an item, what it costs. The loop's thread alone; its memory is used again.
#pragma once

#include "attachment_reader.hpp"

#include <fairlead/wire/frame_codec.hpp>
#include <fairlead/wire/streams.hpp>

#include <functional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace fairlead::client {

class arrived_payload {
public:
    struct hooks {
        std::function<void()> read_control;  ///< Blobs that a frame names may wait there.
        std::function<void(std::string)> break_off;
        std::function<attachment_reader::releaser()> make_releaser;
    };
    explicit arrived_payload(hooks use) : use_{std::move(use)} {}

    /// The frame's JSON; empty if it was broken, which ends the connection soon.
    std::string_view read(wire::frame_view const& frame) {
        attachments_.clear();
        cost_ = wire::item_cost(frame.payload.size());
        if ((frame.header.flags & wire::frame_flag::binary) == 0)
            return wire::as_text(frame.payload);
        return read_attached(frame.payload);
    }
    std::span<const bytes> attachments() const noexcept { return attachments_; }
    std::uint64_t cost() const noexcept { return cost_; }

    /// Before a call is answered: large attachments, unless the answer is made of them.
    void drop_large(std::span<const bytes> answer) noexcept;
    /// The frame has been handled.
    void forget();

    /// The blobs that frames may name.
    attachment_reader& blobs() noexcept { return blobs_; }

private:
    std::string_view read_attached(std::span<const std::byte> payload);

    hooks use_;
    attachment_reader blobs_;
    std::vector<bytes> attachments_;
    std::uint64_t cost_ = 0;
    std::string text_;  // The JSON, if that was attached: a copy that holds still.
};

}  // namespace fairlead::client
