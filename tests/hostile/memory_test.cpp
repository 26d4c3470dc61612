// SPDX-License-Identifier: MIT
//
// memory_test — memory that its readers could not map, or that could be torn away under them; and
// memory of the broker's that a page would like to change.
#include "tests/hostile/neighbourhood.hpp"

#include <fairlead/client/connection.hpp>
#include <fairlead/wire/attachments.hpp>
#include <fairlead/wire/frame_codec.hpp>

#include <fcntl.h>
#include <sys/mman.h>
#include <unistd.h>

#include <array>
#include <thread>
#include <vector>

using namespace fairlead;
using namespace fairlead::tests;
using Catch::Matchers::Contains;
using wire::frame_kind;

namespace {

constexpr std::uint64_t blob_bytes = 4'096;
constexpr int size_seals = F_SEAL_SHRINK | F_SEAL_GROW | F_SEAL_SEAL;

unique_fd memory_of(std::uint64_t bytes, int seals) {
    unique_fd fd{::memfd_create("hostile", MFD_CLOEXEC | MFD_ALLOW_SEALING)};
    REQUIRE(fd);
    REQUIRE(::ftruncate(fd.get(), static_cast<off_t>(bytes)) == 0);
    REQUIRE(::fcntl(fd.get(), F_ADD_SEALS, seals) == 0);
    return fd;
}

unique_fd reopened(unique_fd const& fd, int mode) {
    const auto path = "/proc/self/fd/" + std::to_string(fd.get());
    return unique_fd{::open(path.c_str(), mode | O_CLOEXEC)};
}

void offer_blob(scripted_peer& owner, std::vector<int> const& fds, std::uint64_t bytes) {
    handshake::control_stream control{owner.socket()};
    REQUIRE_FALSE(control.send(wire::blob_offer{wire::blob_id{1}, bytes}, fds));
}

/// A memory that no reader should ever be given.
struct bad_memory {
    std::string what;
    unique_fd fd;
    std::uint64_t said_bytes = blob_bytes;
};

std::vector<bad_memory> bad_memories() {
    std::vector<bad_memory> all;
    all.push_back({"no seals", memory_of(blob_bytes, 0)});
    all.push_back({"may grow", memory_of(blob_bytes, F_SEAL_SHRINK | F_SEAL_SEAL)});
    all.push_back({"may shrink", memory_of(blob_bytes, F_SEAL_GROW | F_SEAL_SEAL)});
    all.push_back({"truncated", memory_of(blob_bytes / 2, size_seals)});
    all.push_back({"empty", memory_of(0, size_seals)});
    all.push_back({"empty, and says so", memory_of(0, size_seals), 0});
    all.push_back({"longer than it says", memory_of(blob_bytes * 2, size_seals)});
    all.push_back({"says more than there can be", memory_of(blob_bytes, size_seals), ~0ull});
    all.push_back({"nobody may read it", reopened(memory_of(blob_bytes, size_seals), O_WRONLY)});
    all.push_back({"no memory", unique_fd{::open("/dev/zero", O_RDWR | O_CLOEXEC)}});
    return all;
}

/// `[{"$bytes":0}]`, of which attachment 0 is blob 1.
std::string naming_blob(std::string_view json) {
    const wire::attachment_head head{static_cast<std::uint32_t>(json.size()), 1};
    const std::array<wire::attachment_ref, 1> table{{{wire::blob_id{1}, 0, blob_bytes}}};
    std::string payload{wire::as_text(std::as_bytes(std::span{&head, 1}))};
    return payload.append(wire::as_text(std::as_bytes(std::span{table}))).append(json);
}

}  // namespace

TEST_CASE("memory that a reader could not map, or not safely, ends the session of who offers it",
          "[system]") {
    neighbourhood app;
    for (auto const& bad : bad_memories()) {
        INFO(bad.what);
        REQUIRE(bad.fd);
        auto hostile = app.broker.tool("hostile");
        offer_blob(hostile, {bad.fd.get()}, bad.said_bytes);
        CHECK_THAT(app.check_ended(hostile, "tool 'hostile'").reason, Contains("blob"));
    }
    app.check_undisturbed();
}

TEST_CASE("a reader outlives the memory that others would have it map", "[system]") {
    neighbourhood app;
    client::connect_options options;
    options.socket = app.broker.socket();
    const auto reader = client::connection::connect(std::move(options));
    for (auto const& bad : bad_memories()) {
        INFO(bad.what);
        auto hostile = app.plugin_with("hostile.gift", 0, "giver");
        client::connection::answer answer;
        std::thread asking{[&] { answer = reader->call_wait("hostile.gift", "[]", {patience()}); }};
        const auto call = hostile.expect(frame_kind::call).header.request;
        offer_blob(hostile, {bad.fd.get()}, bad.said_bytes);
        try {
            hostile.send(
                {.kind = frame_kind::result, .flags = wire::frame_flag::binary, .request = call},
                naming_blob(R"({"$bytes":0})"));
        } catch (std::runtime_error const&) {}  // It has been sent away already.
        CHECK(hostile.wait_for_end());
        asking.join();
        CHECK_FALSE(answer.ok);
        CHECK(answer.why.code == errc::backend_gone);
        CHECK(reader->is_open());
        CHECK(reader->call_wait("fairlead.list", "[]", {patience()}).ok);
    }
    app.check_undisturbed();
}

TEST_CASE("a blob offer without its one descriptor ends its session and no other", "[system]") {
    neighbourhood app;
    auto hostile = app.broker.tool("hostile");
    const auto one = memory_of(blob_bytes, size_seals), two = memory_of(blob_bytes, size_seals);
    SECTION("none") { offer_blob(hostile, {}, blob_bytes); }
    SECTION("two") { offer_blob(hostile, {one.get(), two.get()}, blob_bytes); }
    SECTION("twice the same number") {
        offer_blob(hostile, {one.get()}, blob_bytes);
        offer_blob(hostile, {two.get()}, blob_bytes);
    }
    app.check_ended(hostile, "tool 'hostile'");
    app.check_undisturbed();
}

TEST_CASE("a page can change neither what the broker writes nor the size of any of its memory",
          "[system]") {
    neighbourhood app;
    auto host = app.broker.host();
    host.ask_for_page(1);
    auto granted = std::get<granted_page>(host.page_answer());
    const auto fd_of = [&](handshake::page_fd which) -> unique_fd const& {
        return granted.descriptors.at(static_cast<std::size_t>(which));
    };
    auto const& up = fd_of(handshake::page_fd::up);
    auto const& down = fd_of(handshake::page_fd::down);
    for (auto const* one : {&up, &down}) {
        CHECK(::ftruncate(one->get(), 0) != 0);
        CHECK(::ftruncate(one->get(), 3 << 20) != 0);
        CHECK(::fcntl(one->get(), F_ADD_SEALS, F_SEAL_WRITE) != 0);
    }
    const auto again = reopened(down, O_RDWR);
    for (auto const* one : {&down, &again}) {
        if (!*one) continue;  // Not even that.
        CHECK(::mmap(nullptr, blob_bytes, PROT_READ | PROT_WRITE, MAP_SHARED, one->get(), 0) ==
              MAP_FAILED);
        CHECK(::pwrite(one->get(), "x", 1, 0) < 0);
        CHECK(::fallocate(one->get(), FALLOC_FL_PUNCH_HOLE | FALLOC_FL_KEEP_SIZE, 0, 4'096) != 0);
    }
    scripted_peer page{std::move(granted)};
    page.call("still.there");
    app.plugin.result(app.plugin.expect(frame_kind::call).header.request, "1");
    CHECK(page.expect(frame_kind::result).payload == "1");
    app.check_undisturbed();
}
