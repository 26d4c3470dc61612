// SPDX-License-Identifier: MIT
//
// frame_bench — what do headers and names cost, and a whole message through a
// channel?
//
// parsed_*: the codec alone. message_through_channel: frame_writer, ring and
// frame_reader on one thread, both mappings real; from 64 KiB on a message
// travels in fragments and is joined.
#include <fairlead/shm/channel.hpp>
#include <fairlead/wire/frame_codec.hpp>
#include <fairlead/wire/limits.hpp>

#include <benchmark/benchmark.h>

#include <fcntl.h>

#include <cstring>
#include <memory>
#include <string>
#include <vector>

namespace {

using namespace fairlead;

void parsed_header(benchmark::State& state) {
    std::vector<std::byte> record(sizeof(wire::frame_header) + 64);
    const wire::frame_header header{.payload_bytes = 64,
                                    .kind = wire::frame_kind::call,
                                    .request = request_id{7},
                                    .route = route_id{3}};
    std::memcpy(record.data(), &header, sizeof header);
    for (auto _ : state) {
        benchmark::DoNotOptimize(record.data());
        const auto frame = wire::parse_frame(record);
        if (!frame.has_value() || frame->payload.size() != 64)
            return state.SkipWithError("a good frame was refused");
        benchmark::DoNotOptimize(frame->header);
    }
}
BENCHMARK(parsed_header);

void parsed_name(benchmark::State& state) {
    constexpr std::string_view name = "main.App.Greet";
    std::string payload{wire::as_text(wire::encode_name_length(name))};
    payload.append(name).append("[\"Ada\"]");
    for (auto _ : state) {
        benchmark::DoNotOptimize(payload.data());
        const auto parsed = wire::named_payload::parse(wire::as_bytes(payload));
        if (!parsed.has_value() || parsed->name() != name)
            return state.SkipWithError("a good name was refused");
    }
}
BENCHMARK(parsed_name);

/// Both ends, as admission makes them: two mappings of one segment.
struct both_ends {
    both_ends() {
        constexpr auto ring_bytes = wire::ring_bytes_default;
        auto memory = shm::segment::create(shm::channel::segment_bytes(ring_bytes)).value();
        auto again = shm::segment::open(unique_fd{::fcntl(memory.fd(), F_DUPFD_CLOEXEC, 0)},
                                        memory.bytes().size());
        auto bells = shm::doorbell::make_pair().value();
        broker = shm::channel::over(std::move(memory), std::move(bells.first), ring_bytes,
                                    shm::side::broker);
        peer = shm::channel::over(std::move(again).value(), std::move(bells.second), ring_bytes,
                                  shm::side::peer);
    }
    std::unique_ptr<shm::channel> broker, peer;
};

void message_through_channel(benchmark::State& state) {
    const both_ends ends;
    std::vector<std::byte> payload(static_cast<std::size_t>(state.range(0)));
    std::uint64_t number = 0;
    for (auto _ : state) {
        std::memcpy(payload.data(), &++number, sizeof number);
        const wire::frame_header header{.kind = wire::frame_kind::call,
                                        .request = request_id{number}};
        if (!shm::accepted(ends.peer->out().send(header, {payload})) || !ends.peer->out().flush())
            return state.SkipWithError("refused");
        std::uint64_t seen = 0;
        while (seen == 0) {
            const auto read =
                ends.broker->in().receive(wire::frames_per_turn_max, [&](auto const& frame) {
                    if (frame.payload.size() == payload.size())
                        std::memcpy(&seen, frame.payload.data(), sizeof seen);
                });
            if (!read.has_value() || (*read == 0 && seen == 0))
                return state.SkipWithError("a message is lost");
            if (!ends.peer->out().flush()) return state.SkipWithError("the ring broke");
        }
        if (seen != number) return state.SkipWithError("a wrong message");
    }
    state.SetBytesProcessed(state.iterations() * state.range(0));
}
BENCHMARK(message_through_channel)
    ->Arg(64)
    ->Arg(1 << 10)
    ->Arg(16 << 10)
    ->Arg(256 << 10)
    ->Arg(1 << 20);

}  // namespace
