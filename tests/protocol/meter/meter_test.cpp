// SPDX-License-Identifier: MIT
//
// meter_test — buckets, labels, and what a reader refuses.
#include <fairlead/meter/snapshot.hpp>

#include "tests/support/catch.hpp"
#include "tests/support/temporary_directory.hpp"

#include <sys/stat.h>
#include <unistd.h>

#include <fstream>

using namespace fairlead;
using namespace fairlead::tests;

TEST_CASE("each time has its bucket, and buckets have no gaps", "[meter]") {
    CHECK(meter::bucket_of(0) == 0);
    CHECK(meter::bucket_of(255) == 0);
    CHECK(meter::bucket_of(256) == 1);
    CHECK(meter::bucket_of(~std::uint64_t{0}) == meter::latency_buckets - 1);
    for (std::size_t bucket = 1; bucket < meter::latency_buckets; ++bucket) {
        CAPTURE(bucket);
        CHECK(meter::bucket_of(meter::bucket_begin(bucket)) == bucket);
        CHECK(meter::bucket_of(meter::bucket_begin(bucket) - 1) == bucket - 1);
    }
}

TEST_CASE("a quantile is right to a quarter of itself", "[meter]") {
    meter::latency_counts counts{};
    CHECK(meter::quantile_ns(counts, 0.5) == 0);
    for (std::uint64_t i = 1; i <= 1'000; ++i) ++counts[meter::bucket_of(i * 10'000)];
    CHECK(meter::count_of(counts) == 1'000);
    CHECK(meter::quantile_ns(counts, 0.5) == Approx(5e6).epsilon(0.13));
    CHECK(meter::quantile_ns(counts, 0.99) == Approx(9.9e6).epsilon(0.13));
    counts = {};
    counts.back() = 1;
    CHECK(meter::quantile_ns(counts, 0.5) > 7e9);
}

TEST_CASE("a label keeps what fits, in whole characters", "[meter]") {
    meter::label label;
    CHECK(label.get().empty());
    label.set("main.App.Greet");
    CHECK(label.get() == "main.App.Greet");
    label.set("x");
    CHECK(label.get() == "x");
    const std::string exact(95, 'a');
    label.set(exact);
    CHECK(label.get() == exact);
    label.set(exact + "a");
    CHECK(label.get() == std::string(92, 'a') + "…");
    label.set(std::string(91, 'a') + "ä" + exact);
    CHECK(label.get() == std::string(91, 'a') + "…");
}

TEST_CASE("a reader takes no file that is not one of counters", "[meter]") {
    temporary_directory folder;
    const auto file = folder.path() / "counters";
    CHECK(meter::reader::open(file).has_error());
    std::ofstream{file} << "short";
    CHECK(meter::reader::open(file).has_error());

    const auto write = [&](meter::header const& head, std::size_t bytes) {
        std::ofstream out{file, std::ios::binary | std::ios::trunc};
        out.write(reinterpret_cast<char const*>(&head), sizeof head);
        out.close();
        std::filesystem::resize_file(file, bytes);
    };
    meter::header head{};
    head.magic = meter::magic;
    head.version = meter::version;
    for (auto* section : {&head.peers, &head.methods, &head.topics}) {
        section->offset = 4'096;
        section->rows = 4;
        section->row_bytes = 1'024;
        section->used = 4;
    }
    write(head, 8'192);
    {
        const auto opened = meter::reader::open(file);
        REQUIRE(opened.has_value());
        CHECK(opened->take()->peers.empty());  // No row was ever given to anybody.
        CHECK(opened->take()->state == meter::broker_state::died);
        std::filesystem::resize_file(file, 4'096);
        CHECK(opened->take().has_error());
    }
    write(head, 8'191);  // The last row is not all there.
    CHECK(meter::reader::open(file).has_error());
    const auto refused = [&](auto change) {
        auto other = std::make_unique<meter::header>();
        std::memcpy(static_cast<void*>(other.get()), &head, sizeof head);
        change(*other);
        write(*other, 8'192);
        return meter::reader::open(file).has_error();
    };
    CHECK(refused([](auto& one) { one.magic ^= 1; }));
    CHECK(refused([](auto& one) { ++one.version; }));
    CHECK(refused([](auto& one) { one.methods.row_bytes = 64; }));
    CHECK(refused([](auto& one) { one.peers.offset = 0xffff'ffc0; }));
    CHECK(refused([](auto& one) { one.topics.rows = 0xffff'ffff; }));
    CHECK_FALSE(refused([](auto&) {}));
}

TEST_CASE("a process is known by when it began", "[meter]") {
    const auto own = meter::process_start(static_cast<std::uint32_t>(::getpid()));
    CHECK(own != 0);
    CHECK(meter::process_start(static_cast<std::uint32_t>(::getpid())) == own);
    CHECK(meter::process_start(0x7fff'fff0) == 0);
}
