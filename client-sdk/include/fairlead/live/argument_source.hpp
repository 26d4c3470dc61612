// SPDX-License-Identifier: MIT
//
// argument_source — a stream among the arguments of a call that we make: it stands there as a
// number, and is read when the other side opens its window.
#pragma once

#include <fairlead/json/arguments.hpp>
#include <fairlead/json/bytes_codec.hpp>
#include <fairlead/live/frame_owner.hpp>
#include <fairlead/live/outgoing_stream.hpp>
#include <fairlead/stream.hpp>

#include <memory>
#include <string>
#include <type_traits>
#include <utility>
#include <vector>

namespace fairlead::live {

template <class T>
driver drive_argument(frame_owner& owner, outgoing_stream& to, stream<T> from) {
    while (auto value = co_await from.next()) {
        if (owner.stop_token().stop_requested()) throw_cancelled();
        co_await to.wait_for_room();
        written item;
        {
            const json::attachment_scope scope{{}, &item.attachments};
            json::write(item.json, *value);
        }
        to.send(item);
    }
}

class argument_source {
public:
    virtual ~argument_source() = default;
    virtual driver drive(frame_owner& owner, outgoing_stream& to) = 0;
};

template <class T>
class stream_source final : public argument_source {
public:
    explicit stream_source(stream<T> from) noexcept : from_{std::move(from)} {}
    driver drive(frame_owner& owner, outgoing_stream& to) override {
        return drive_argument(owner, to, std::move(from_));
    }

private:
    stream<T> from_;
};

/// The arguments of a call: JSON, bytes beside it, and streams, number 1 first.
struct outgoing_call {
    written args;
    std::vector<std::unique_ptr<argument_source>> sources;
};

template <class T>
void write_argument(outgoing_call& to, T const& value) {
    json::write(to.args.json, value);
}
template <class T>
void write_argument(outgoing_call& to, stream<T>&& value) {
    to.sources.push_back(std::make_unique<stream_source<T>>(std::move(value)));
    to.args.json += "{\"$stream\":" + std::to_string(to.sources.size()) + '}';
}

/// `[a,b,…]`. Streams are moved out of `args`.
template <class... Args>
outgoing_call write_call(Args&&... args) {
    outgoing_call made;
    const json::attachment_scope scope{{}, &made.args.attachments};
    made.args.json = "[";
    [[maybe_unused]] bool first = true;
    ((made.args.json += std::exchange(first, false) ? "" : ",",
      write_argument(made, std::forward<Args>(args))),
     ...);
    made.args.json += ']';
    return made;
}

}  // namespace fairlead::live
