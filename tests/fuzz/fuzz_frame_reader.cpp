// SPDX-License-Identifier: MIT
//
// fuzz_frame_reader — any records through an honest ring: what is handed out is what a second,
// simpler reader makes of them, up to the record at which both refuse.
#include "tests/fuzz/input.hpp"

#include <fairlead/shm/frame_reader.hpp>

#include <deque>
#include <memory>

using namespace fairlead;
using wire::frame_kind;

namespace {

constexpr std::size_t ring_bytes = 8'192;

/// The rules of frames, without rings, views and bounds.
class simple_reader {
public:
    struct message {
        wire::frame_header header;
        std::vector<std::byte> payload;
    };

    /// False: refused; nothing more is expected.
    bool take(std::span<const std::byte> record) {
        wire::frame_header header;
        if (record.size() < sizeof header) return false;
        std::memcpy(&header, record.data(), sizeof header);
        const auto kind = static_cast<unsigned>(header.kind);
        if (header.payload_bytes + sizeof header != record.size()) return false;
        if (kind < 1 || kind > static_cast<unsigned>(wire::frame_kind_last)) return false;
        if ((header.flags | wire::frame_flag::all) != wire::frame_flag::all) return false;
        const bool is_fragment = header.kind == frame_kind::fragment;
        if (is_fragment != is_open_) return false;
        if (!is_fragment) open_ = {header, {}};
        open_.payload.insert(open_.payload.end(), record.begin() + sizeof header, record.end());
        is_open_ = (header.flags & wire::frame_flag::more) != 0;
        if (!is_open_) messages.push_back(std::move(open_));
        return true;
    }

    std::deque<message> messages;

private:
    bool is_open_ = false;
    message open_;
};

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(std::uint8_t const* data, std::size_t size) {
    fuzz::input from{data, size};
    const auto control = std::make_unique<shm::ring_control>();
    const auto memory = std::make_unique<std::byte[]>(ring_bytes);
    const shm::doorbell bell{unique_fd{}};
    shm::ring_producer records{*control, {memory.get(), ring_bytes}};
    shm::frame_reader reader{{*control, {memory.get(), ring_bytes}}, bell};
    simple_reader expected;

    bool refused = false;
    while (!from.is_empty() && !refused) {
        const auto room = from.number<std::uint16_t>() % (records.record_bytes_max() + 1);
        const auto record = from.take(room);
        const auto claim = records.try_claim(record.size()).value();
        FAIRLEAD_ASSERT(claim.has_value());  // The ring is read empty each time.
        std::ranges::copy(record, claim->begin());
        records.commit();
        static_cast<void>(records.publish());
        refused = !expected.take(record);

        const auto read = reader.receive(2, [&](wire::frame_view const& got) {
            FAIRLEAD_ASSERT(!expected.messages.empty());
            auto& message = expected.messages.front();
            FAIRLEAD_ASSERT(std::ranges::equal(got.payload, message.payload));
            FAIRLEAD_ASSERT(got.header.payload_bytes == got.payload.size());
            FAIRLEAD_ASSERT(got.header.kind == message.header.kind);
            FAIRLEAD_ASSERT(got.header.kind != frame_kind::fragment);
            FAIRLEAD_ASSERT((got.header.flags & wire::frame_flag::more) == 0);
            FAIRLEAD_ASSERT(got.header.request == message.header.request);
            FAIRLEAD_ASSERT(got.header.aux == message.header.aux);
            expected.messages.pop_front();
        });
        FAIRLEAD_ASSERT(read.has_value() == !refused);
        FAIRLEAD_ASSERT(expected.messages.empty());
    }
    return 0;
}
