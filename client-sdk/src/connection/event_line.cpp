// SPDX-License-Identifier: MIT
//
// event_line — the broker is told of a topic with its first handler, and when all are gone.
#include "event_line.hpp"

#include <boost/asio/post.hpp>

#include <utility>

namespace fairlead::client {
namespace {

void deliver(topic_table::snapshot const& topic, std::string_view name, std::string_view data) {
    if (!topic) return;  // Unsubscribed while it was on its way.
    for (auto const& handler : topic->handlers) handler(name, data);
}

}  // namespace

bool event_line::emit(std::string_view topic, std::string_view data) {
    if (!wire::is_valid_name(topic)) return false;
    wire::frame_header header;
    header.kind = wire::frame_kind::event;
    header.flags = wire::frame_flag::named;
    const auto length = wire::encode_name_length(topic);
    return outlet_.post(header, {length, wire::as_bytes(topic), wire::as_bytes(data)});
}

void event_line::subscribe(std::string_view topic, event_handler on_event, reply_handler done) {
    bool first;
    {
        const auto held = outlet_.lock();
        first = topics_.add(topic, std::move(on_event));
    }
    if (!first) {
        // Already in force, or asked for earlier in the same ring.
        if (done)
            boost::asio::post(loop_, [done = std::move(done)] {
                done({true, "null", {}, {}, {}});
            });
        return;
    }
    wire::frame_header header;
    header.kind = wire::frame_kind::subscribe;
    asked_.ask(header, {topic, {}, {}}, std::move(done));
}

void event_line::unsubscribe(std::string_view topic) {
    {
        const auto held = outlet_.lock();
        if (!topics_.remove(topic)) return;
    }
    wire::frame_header header;
    header.kind = wire::frame_kind::unsubscribe;
    asked_.ask(header, {topic, {}, {}}, {});
}

bool event_line::on_event(wire::frame_view const& frame) {
    const auto topic_at = [this](auto const& key) {
        const auto held = outlet_.lock();
        return topics_.find(key);
    };
    if ((frame.header.flags & wire::frame_flag::named) == 0) {
        const auto topic = topic_at(frame.header.route);
        deliver(topic, topic ? topic->name : std::string_view{}, wire::as_text(frame.payload));
        return true;
    }
    const auto named = wire::named_payload::parse(frame.payload);
    if (!named) return false;
    deliver(topic_at(std::string_view{"*"}), named->name(), wire::as_text(named->rest()));
    return true;
}

}  // namespace fairlead::client
