// SPDX-License-Identifier: MIT
//
// streams_test — what an item costs, and when its source may send.
#include "tests/support/catch.hpp"

#include <fairlead/wire/streams.hpp>

#include <limits>

using namespace fairlead;
using namespace fairlead::wire;

TEST_CASE("an item costs its frame, and what it names in blobs", "[wire]") {
    CHECK(item_cost(0) == sizeof(frame_header));
    CHECK(item_cost(100) == sizeof(frame_header) + 100);
    const attachment_ref table[] = {{blob_id{4}, 0, 1'000}, {no_blob, 0, 50}, {blob_id{9}, 0, 7}};
    CHECK(item_cost(100, table) == sizeof(frame_header) + 100 + 1'007);
}

TEST_CASE("a source may send while its window is open, so it oversteps by one item at most",
          "[wire]") {
    stream_window window{100};
    window.spend(99);
    CHECK(window.is_open());
    window.spend(5'000);
    CHECK_FALSE(window.is_open());
    window.open(4'999);
    CHECK(window.left() == 0);
    CHECK_FALSE(window.is_open());
    window.open(1);
    CHECK(window.is_open());
}

TEST_CASE("no credit and no cost that a peer may claim makes a window run over", "[wire]") {
    constexpr auto most = std::numeric_limits<std::uint64_t>::max();
    stream_window window;
    for (int i = 0; i < 100; ++i) window.open(most);
    CHECK(window.left() == std::int64_t{1} << 40);
    attachment_ref table[attachments_max];
    for (auto& one : table) one = {blob_id{1}, 0, most};
    CHECK(item_cost(payload_bytes_max, table) < std::uint64_t{1} << 45);
}

TEST_CASE("argument streams are numbered from 1 to their bound", "[wire]") {
    CHECK_FALSE(is_argument_stream(result_stream));
    CHECK(is_argument_stream(stream_id{1}));
    CHECK(is_argument_stream(stream_id{argument_streams_max}));
    CHECK_FALSE(is_argument_stream(stream_id{argument_streams_max + 1}));
    frame_header header;
    set_stream(header, stream_id{3});
    CHECK(stream_of(header) == stream_id{3});
}
