// SPDX-License-Identifier: MIT
//
// fake_peer — a peer whose frames land in a list, for tests of routing.
#pragma once

#include "broker/routing/dispatcher.hpp"

#include <fairlead/wire/frame_codec.hpp>

#include <deque>
#include <optional>
#include <string>
#include <string_view>

namespace fairlead::tests {

namespace routing = broker::routing;

struct fake_frame {
    wire::frame_header header;
    std::string payload;

    errc code() const noexcept { return errc_from_wire(header.code); }
    std::string message() const { return payload.substr(0, header.aux); }
    std::string data() const { return payload.substr(header.aux); }
    std::string name() const {
        return std::string{wire::named_payload::parse(wire::as_bytes(payload)).value().name()};
    }
    std::string rest() const {
        return std::string{
            wire::as_text(wire::named_payload::parse(wire::as_bytes(payload)).value().rest())};
    }
};

class fake_peer final : public routing::frame_sink {
public:
    fake_peer(wire::peer_role role, std::string name, std::uint32_t id,
              routing::page_papers papers = {}, broker::accounting::peer_limits const& limits = {})
        : self{.sink = *this,
               .id = session_id{id},
               .role = role,
               .name = std::move(name),
               .pid = static_cast<pid_t>(1000 + id),
               .papers = std::move(papers),
               .use = broker::accounting::account{limits}} {}

    routing::push_result try_push(wire::frame_header const& header, pieces payload) override {
        if (answer != routing::push_result::accepted) return answer;
        fake_frame frame{header, {}};
        for (auto piece : payload) frame.payload.append(wire::as_text(piece));
        frames.push_back(std::move(frame));
        return answer;
    }
    routing::event_outcome push_event(wire::frame_header const& header, pieces payload,
                                      shm::overflow_terms terms) override {
        last_terms = terms;
        return {
            .result = try_push(header, payload), .waits = behind, .lost = std::exchange(loses, {})};
    }
    routing::push_result push_latest(wire::frame_header const& header, pieces payload,
                                     std::uint32_t key) override {
        last_key = key;
        return try_push(header, payload);
    }
    void pause() override { paused = true; }
    void resume() override { paused = false; }
    void cut(errc code, std::string reason) override {
        if (!cut_because) cut_because = std::pair{code, std::move(reason)};
        answer = routing::push_result::gone;
    }
    std::string backlog() const override { return "3.0 MiB wait for it since 2.0 s"; }

    /// The oldest frame not yet looked at; the test fails without one.
    fake_frame take() {
        if (frames.empty()) throw std::runtime_error{self.name + " was sent nothing"};
        auto first = std::move(frames.front());
        frames.pop_front();
        return first;
    }

    routing::peer self;
    std::deque<fake_frame> frames;
    routing::push_result answer = routing::push_result::accepted;
    std::optional<std::pair<errc, std::string>> cut_because;
    shm::overflow_terms last_terms;  ///< Of the last event.
    std::uint32_t last_key = 0;      ///< Of which only the latest may wait.
    bool behind = false;             ///< Events are accepted beside its ring.
    shm::overflow_losses loses;      ///< With the next event.
    bool paused = false;
};

/// A dispatcher with a clock that the test moves.
class routing_house {
public:
    explicit routing_house(routing::parking_limits parking = {},
                           std::vector<broker::config::topic_rule> topics = {})
        : dispatcher{counters, parking, routing::delivery_rules{std::move(topics)}} {}
    explicit routing_house(broker::policy::gate gate)
        : dispatcher{counters, {}, {}, std::move(gate)} {}
    /// Its own counters are those of the map.
    explicit routing_house(meter::map* counted_in)
        : dispatcher{counted_in->head.done, {}, {}, {}, counted_in} {}

    void say(fake_peer& who, wire::frame_header header, std::string_view payload = {}) {
        header.payload_bytes = static_cast<std::uint32_t>(payload.size());
        dispatcher.on_frame(who.self, {header, wire::as_bytes(payload)}, now);
    }
    void say_named(fake_peer& who, wire::frame_header header, std::string_view name,
                   std::string_view payload = {}) {
        header.flags = wire::frame_flag::named;
        std::string whole{wire::as_text(wire::encode_name_length(name))};
        whole.append(name).append(payload);
        say(who, header, whole);
    }
    route_id offer(fake_peer& who, std::string_view name, std::uint32_t handler = 0) {
        say_named(who, {.kind = wire::frame_kind::offer, .request = request_id{1}, .aux = handler},
                  name);
        return who.take().header.route;
    }
    void ready(fake_peer& who) { say(who, {.kind = wire::frame_kind::ready}); }
    void emit(fake_peer& who, std::string_view topic, std::string_view data = "[]") {
        say_named(who, {.kind = wire::frame_kind::event}, topic, data);
    }
    route_id subscribe(fake_peer& who, std::string_view topic) {
        say_named(who, {.kind = wire::frame_kind::subscribe, .request = request_id{1}}, topic);
        return who.take().header.route;
    }
    void call(fake_peer& who, std::uint64_t request, std::string_view name,
              std::string_view args = "[]", std::uint32_t deadline_ms = 0) {
        say_named(who,
                  {.kind = wire::frame_kind::call,
                   .request = request_id{request},
                   .deadline_ms = deadline_ms},
                  name, args);
    }
    void call(fake_peer& who, std::uint64_t request, route_id route, std::string_view args = "[]") {
        say(who, {.kind = wire::frame_kind::call, .request = request_id{request}, .route = route},
            args);
    }
    void invoke(fake_peer& who, std::string_view text, std::uint64_t document = 1,
                std::uint64_t request = 5) {
        say(who,
            {.kind = wire::frame_kind::invoke, .request = request_id{request}, .aux = document},
            text);
    }
    /// A call that takes items and progress.
    void call_live(fake_peer& who, std::uint64_t request, std::string_view name,
                   std::string_view args = "[]") {
        std::string whole{wire::as_text(wire::encode_name_length(name))};
        whole.append(name).append(args);
        say(who,
            {.kind = wire::frame_kind::call,
             .flags = wire::frame_flag::named | wire::frame_flag::takes_items |
                      wire::frame_flag::takes_progress,
             .request = request_id{request}},
            whole);
    }
    void item(fake_peer& who, request_id request, std::uint32_t stream, std::string_view json,
              std::uint8_t flags = 0) {
        say(who,
            {.kind = wire::frame_kind::item,
             .flags = flags,
             .request = request,
             .route = route_id{stream}},
            json);
    }
    void credit(fake_peer& who, request_id request, std::uint32_t stream, std::uint64_t bytes,
                std::uint8_t flags = 0) {
        say(who, {.kind = wire::frame_kind::credit,
                  .flags = flags,
                  .request = request,
                  .route = route_id{stream},
                  .aux = bytes});
    }
    void progress(fake_peer& who, request_id request, std::string_view json) {
        say(who, {.kind = wire::frame_kind::progress, .request = request}, json);
    }
    void result(fake_peer& who, request_id request, std::string_view json) {
        say(who, {.kind = wire::frame_kind::result, .request = request}, json);
    }
    void error(fake_peer& who, request_id request, errc code, std::string_view message,
               std::string_view data = {}) {
        say(who,
            {.kind = wire::frame_kind::error,
             .code = static_cast<std::uint16_t>(code),
             .request = request,
             .aux = message.size()},
            std::string{message}.append(data));
    }
    void gone(fake_peer& who) { dispatcher.on_gone(who.self, now); }
    void pass(std::chrono::milliseconds time) {
        now += time;
        dispatcher.expire(now);
    }

    broker::telemetry::counters counters;
    routing::time_point now{std::chrono::hours{1}};
    routing::dispatcher dispatcher;
    fake_peer plugin{wire::peer_role::plugin, "greeter", 1};
    fake_peer other{wire::peer_role::plugin, "files", 2};
    fake_peer tool{wire::peer_role::tool, "cli", 3};
    fake_peer host{wire::peer_role::host, "window", 4};
    fake_peer host2{wire::peer_role::host, "window2", 5};
    fake_peer page = page_of(host2, 3, 6);

    static fake_peer page_of(fake_peer const& owner, std::uint64_t document, std::uint32_t id) {
        return {wire::peer_role::page,
                owner.self.name + "#" + std::to_string(document),
                id,
                {owner.self.id, generation{document}, "wails://wails"}};
    }
};

}  // namespace fairlead::tests
