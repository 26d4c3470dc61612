// SPDX-License-Identifier: MIT
//
// blobs — large attachments through the broker: numbers are translated, a descriptor crosses once,
// and every frame that named a blob is answered by one release, whoever dies.
#include "tests/broker/fake_peer.hpp"
#include "tests/support/catch.hpp"

#include <fcntl.h>

#include <algorithm>
#include <cstring>

using namespace fairlead;
using namespace fairlead::tests;
using routing::blob_ledger;
using wire::attachment_ref;
using wire::blob_id;

namespace {

unique_fd any_fd() { return unique_fd{::open("/dev/null", O_RDONLY | O_CLOEXEC)}; }

/// A peer that takes blobs and remembers what it was shown.
class blob_reader final : public routing::frame_sink {
public:
    explicit blob_reader(std::uint32_t id)
        : self{.sink = *this, .id = session_id{id}, .name = "reader"} {}
    routing::push_result try_push(wire::frame_header const& header, pieces) override {
        pushed.push_back(header);
        return routing::push_result::accepted;
    }
    bool give_blob(blob_id id, int, std::uint64_t bytes) override {
        if (!takes) return false;
        shown.emplace_back(id, bytes);
        return true;
    }
    void cut(errc, std::string) override {}
    std::string backlog() const override { return {}; }

    std::size_t count(wire::frame_kind kind) const {
        return static_cast<std::size_t>(std::count_if(
            pushed.begin(), pushed.end(), [&](auto const& one) { return one.kind == kind; }));
    }

    routing::peer self;
    bool takes = true;
    std::vector<std::pair<blob_id, std::uint64_t>> shown;
    std::vector<wire::frame_header> pushed;
};

constexpr auto lent = blob_ledger::lending::done;

}  // namespace

TEST_CASE("a blob is shown to a reader once and named by the reader's own number",
          "[broker][blob]") {
    blob_ledger ledger;
    blob_reader owner{1}, other_owner{2}, reader{3};
    REQUIRE(ledger.on_offer(other_owner.self, blob_id{1}, any_fd(), 64));
    REQUIRE(ledger.on_offer(owner.self, blob_id{1}, any_fd(), 4096));

    attachment_ref table[] = {{blob_id{1}, 0, 64}};
    REQUIRE(ledger.lend(other_owner.self, reader.self, table) == lent);
    table[0] = {blob_id{1}, 0, 4096};
    REQUIRE(ledger.lend(owner.self, reader.self, table) == lent);
    CHECK(table[0].blob == blob_id{2});
    table[0] = {blob_id{1}, 0, 100};
    REQUIRE(ledger.lend(owner.self, reader.self, table) == lent);
    CHECK(table[0].blob == blob_id{2});
    CHECK(reader.shown ==
          std::vector<std::pair<blob_id, std::uint64_t>>{{blob_id{1}, 64}, {blob_id{2}, 4096}});
}

TEST_CASE("each frame that named a blob is released once, and not more", "[broker][blob]") {
    blob_ledger ledger;
    blob_reader owner{1}, reader{2};
    REQUIRE(ledger.on_offer(owner.self, blob_id{7}, any_fd(), 10));
    attachment_ref table[] = {{blob_id{7}, 0, 10}};
    REQUIRE(ledger.lend(owner.self, reader.self, table) == lent);

    CHECK(ledger.on_release(reader.self, table[0].blob));
    REQUIRE(owner.count(wire::frame_kind::release) == 1);
    CHECK(owner.pushed.back().aux == 7);
    CHECK_FALSE(ledger.on_release(reader.self, table[0].blob));
    CHECK_FALSE(ledger.on_release(reader.self, blob_id{9}));
    CHECK_FALSE(ledger.on_release(reader.self, wire::no_blob));
}

TEST_CASE("what was never offered, or is larger than it was, is not lent", "[broker][blob]") {
    blob_ledger ledger;
    blob_reader owner{1}, reader{2};
    REQUIRE(ledger.on_offer(owner.self, blob_id{1}, any_fd(), 10));
    attachment_ref unknown[] = {{blob_id{2}, 0, 1}};
    CHECK(ledger.lend(owner.self, reader.self, unknown) == blob_ledger::lending::unknown_blob);
    attachment_ref larger[] = {{blob_id{1}, 0, 11}};
    CHECK(ledger.lend(owner.self, reader.self, larger) == blob_ledger::lending::unknown_blob);
    CHECK_FALSE(ledger.on_offer(owner.self, blob_id{1}, any_fd(), 10));
}

TEST_CASE("a reader that takes no descriptors is lent nothing", "[broker][blob]") {
    blob_ledger ledger;
    blob_reader owner{1}, reader{2};
    reader.takes = false;
    REQUIRE(ledger.on_offer(owner.self, blob_id{1}, any_fd(), 10));
    attachment_ref table[] = {{blob_id{1}, 0, 10}};
    CHECK(ledger.lend(owner.self, reader.self, table) == blob_ledger::lending::reader_busy);
    CHECK(table[0].blob == blob_id{1});
    CHECK_FALSE(ledger.on_release(reader.self, blob_id{1}));
}

TEST_CASE("a reader that dies gives back all that it was lent", "[broker][blob]") {
    blob_ledger ledger;
    blob_reader owner{1}, reader{2};
    REQUIRE(ledger.on_offer(owner.self, blob_id{1}, any_fd(), 10));
    for (int i = 0; i < 3; ++i) {
        attachment_ref table[] = {{blob_id{1}, 0, 10}};
        REQUIRE(ledger.lend(owner.self, reader.self, table) == lent);
    }
    ledger.on_gone(reader.self);
    CHECK(owner.count(wire::frame_kind::release) == 3);
}

TEST_CASE("an owner that dies has its blobs withdrawn, and late releases harm nobody",
          "[broker][blob]") {
    blob_ledger ledger;
    blob_reader owner{1}, reader{2};
    REQUIRE(ledger.on_offer(owner.self, blob_id{1}, any_fd(), 10));
    attachment_ref table[] = {{blob_id{1}, 0, 10}};
    REQUIRE(ledger.lend(owner.self, reader.self, table) == lent);
    const auto before = owner.pushed.size();
    ledger.on_gone(owner.self);
    CHECK(reader.count(wire::frame_kind::withdraw) == 1);
    CHECK(ledger.on_release(reader.self, table[0].blob));
    CHECK(owner.pushed.size() == before);
}

TEST_CASE("a peer may own so many blobs and no more", "[broker][blob]") {
    blob_ledger ledger;
    blob_reader owner{1};
    CHECK_FALSE(
        ledger.on_offer(owner.self, blob_id{1}, any_fd(), broker::accounting::blob_bytes_max + 1));
    for (std::uint32_t i = 1; i <= broker::accounting::blobs_max; ++i)
        REQUIRE(ledger.on_offer(owner.self, blob_id{i}, any_fd(), 1));
    CHECK_FALSE(ledger.on_offer(owner.self, blob_id{1000}, any_fd(), 1));
}
