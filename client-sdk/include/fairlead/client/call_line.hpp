// SPDX-License-Identifier: MIT
//
// call_line — what goes along a call in flight, beside its arguments and its answer: items of its
// streams, the credit that opens their windows, progress. wire/streams.hpp has the rules; the
// broker cuts who breaks them.
#pragma once

#include <fairlead/client/reply.hpp>
#include <fairlead/vocabulary/ids.hpp>
#include <fairlead/wire/streams.hpp>

#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <span>
#include <string_view>

namespace fairlead::client {

class connection_core;

/// One item that has arrived, or the end of an argument stream. A view: gone when the handler that
/// got it returns.
struct stream_item {
    wire::stream_id stream{};
    std::string_view json{};
    std::span<const bytes> attachments{};
    std::uint64_t cost = 0;        ///< What it took from the window.
    bool last = false;             ///< Without a value: the stream ends …
    failure const* why = nullptr;  ///< … because its source has failed.
};

/// A reader lets `bytes` more come; or wants nothing more.
struct stream_credit {
    wire::stream_id stream{};
    std::uint64_t bytes = 0;
    bool last = false;
};

/// What a call may bring before its answer. All run on the connection's thread, and none after the
/// answer; they must not block and must not throw.
struct live_handlers {
    std::function<void(stream_item const&)> on_item;         ///< Given: the result may be a stream.
    std::function<void(std::string_view json)> on_progress;  ///< Given: progress is wanted.
    std::function<void(stream_credit const&)> on_credit;     ///< Of streams in the arguments.
};

/// Either end of one call. May be copied and used from any thread; once the call or the connection
/// has ended, nothing comes of it.
class call_line {
public:
    call_line() noexcept = default;
    call_line(std::weak_ptr<connection_core> core, request_id request) noexcept
        : core_{std::move(core)}, request_{request} {}

    /// What the item costs; nothing: it is larger than a message may be, or the broker does not
    /// read what we send.
    std::optional<std::uint64_t> item(wire::stream_id stream, std::string_view json,
                                      std::span<const bytes> attachments = {},
                                      bool reader_takes_binary = true) const;
    /// Of an argument stream: there is no more, or the source has failed.
    void end(wire::stream_id stream, failure const* why = nullptr) const;
    void credit(stream_credit const& more) const;
    void progress(std::string_view json) const;

    request_id request() const noexcept { return request_; }

private:
    std::weak_ptr<connection_core> core_;
    request_id request_{};
};

}  // namespace fairlead::client
