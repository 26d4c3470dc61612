// SPDX-License-Identifier: MIT
//
// fuzz_control_codec — a control stream of any bytes: refused, waited for, or messages that go back
// to the bytes that they came from.
#include "tests/fuzz/input.hpp"

#include <fairlead/wire/control_codec.hpp>
#include <fairlead/wire/limits.hpp>

using namespace fairlead;
using namespace fairlead::wire;

namespace {

/// A message says everything that its bytes said; only an unknown farewell code is replaced.
void check_way_back(control_message const& message, std::span<const std::byte> bytes) {
    auto again = encode(message);
    FAIRLEAD_ASSERT(again.size() == bytes.size());
    if (std::holds_alternative<farewell>(message))
        std::memcpy(again.data() + 5, bytes.data() + 5, 2);
    FAIRLEAD_ASSERT(std::ranges::equal(again, bytes));
}

/// However a stream is cut: what is missing is missed, and reading just that much comes to an end.
void check_arrival(std::span<const std::byte> message) {
    std::size_t arrived = 0;
    for (int reads = 0; arrived < message.size(); ++reads) {
        FAIRLEAD_ASSERT(reads < 2);  // The prefix, then the body.
        const auto decoded = decode_control(message.first(arrived));
        FAIRLEAD_ASSERT(decoded.has_value() && !decoded->has_value());
        const auto missing = missing_bytes(message.first(arrived));
        FAIRLEAD_ASSERT(missing > 0 && missing <= message.size() - arrived);
        arrived += missing;
    }
    FAIRLEAD_ASSERT(missing_bytes(message) == 0);
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(std::uint8_t const* data, std::size_t size) {
    auto stream = fuzz::input{data, size}.rest();
    for (;;) {
        const auto decoded = decode_control(stream);
        if (!decoded) return 0;
        if (!*decoded) {
            // At most one message is ever waited for.
            FAIRLEAD_ASSERT(stream.size() < 5 + control_message_bytes_max);
            return 0;
        }
        const auto consumed = (**decoded).consumed;
        FAIRLEAD_ASSERT(consumed >= 5 && consumed <= stream.size());
        FAIRLEAD_ASSERT(consumed <= 5 + control_message_bytes_max);
        check_way_back((**decoded).message, stream.first(consumed));
        check_arrival(stream.first(consumed));
        stream = stream.subspan(consumed);
    }
}
