// SPDX-License-Identifier: MIT
//
// blob_test — pooled memory: given out again when nobody reads it, never before.
#include <fairlead/shm/blob_map.hpp>
#include <fairlead/shm/blob_pool.hpp>

#include "tests/support/catch.hpp"

#include <fcntl.h>
#include <sys/mman.h>
#include <unistd.h>

#include <cstring>

using namespace fairlead;
using shm::blob_pool;

namespace {

constexpr std::size_t some = shm::blob_knee_bytes;

}  // namespace

TEST_CASE("a loan that goes unsent is free at once, and its slot is used again", "[shm][blob]") {
    const auto pool = std::make_shared<blob_pool>();
    wire::blob_id first;
    {
        const auto loan = pool->try_take(some);
        REQUIRE(loan);
        CHECK(loan->bytes().size() == some);
        first = loan->id();
    }
    CHECK(pool->try_take(some)->id() == first);
}

TEST_CASE("a slot that is read elsewhere is not given out, however long its loan is gone",
          "[shm][blob]") {
    const auto pool = std::make_shared<blob_pool>();
    auto loan = pool->try_take(some);
    const auto id = loan->id();
    CHECK(pool->lend(id).has_value());
    loan.reset();
    CHECK(pool->try_take(some)->id() != id);
    CHECK(pool->give_back(id));
    CHECK(pool->try_take(some)->id() == id);
}

TEST_CASE("a slot is announced once", "[shm][blob]") {
    const auto pool = std::make_shared<blob_pool>();
    const auto loan = pool->try_take(some);
    CHECK(pool->lend(loan->id()).has_value());
    CHECK_FALSE(pool->lend(loan->id()).has_value());
    pool->unlend(loan->id(), true);
    CHECK_FALSE(pool->lend(loan->id()).has_value());
    pool->unlend(loan->id(), false);
    CHECK(pool->lend(loan->id()).has_value());
}

TEST_CASE("what was not lent cannot be given back", "[shm][blob]") {
    const auto pool = std::make_shared<blob_pool>();
    const auto loan = pool->try_take(some);
    CHECK_FALSE(pool->give_back(loan->id()));
    CHECK_FALSE(pool->give_back(wire::blob_id{99}));
    CHECK_FALSE(pool->give_back(wire::no_blob));
}

TEST_CASE("the pool is bounded in bytes", "[shm][blob]") {
    const auto pool = std::make_shared<blob_pool>();
    CHECK_FALSE(pool->try_take(shm::blob_bytes_max + 1));
    std::vector<std::shared_ptr<blob_pool::loan>> loans;
    while (auto loan = pool->try_take(shm::blob_bytes_max)) loans.push_back(std::move(loan));
    CHECK(loans.size() == shm::blob_pool_bytes_max / shm::blob_bytes_max);
    loans.pop_back();
    CHECK(pool->try_take(shm::blob_bytes_max));
}

TEST_CASE("a reader sees what the owner wrote, and cannot write", "[shm][blob]") {
    const auto pool = std::make_shared<blob_pool>();
    const auto loan = pool->try_take(some);
    std::memset(loan->bytes().data(), 7, some);
    const auto news = pool->lend(loan->id());
    REQUIRE(news);

    shm::blob_map map;
    REQUIRE_FALSE(map.add(wire::blob_id{1}, unique_fd{::dup(news->fd)}, news->bytes));
    const auto mapping = map.find(wire::blob_id{1});
    REQUIRE(mapping);
    CHECK(static_cast<unsigned char const*>(mapping->get_address())[some - 1] == 7);
    CHECK(mapping->get_mode() == boost::interprocess::read_only);
    CHECK(map.find(wire::blob_id{2}) == nullptr);
}

TEST_CASE("an unsealed, wrong-sized or repeated blob is refused", "[shm][blob]") {
    shm::blob_map map;
    unique_fd unsealed{::memfd_create("test", MFD_CLOEXEC | MFD_ALLOW_SEALING)};
    REQUIRE(::ftruncate(unsealed.get(), 4096) == 0);
    CHECK(map.add(wire::blob_id{1}, unique_fd{::dup(unsealed.get())}, 4096));

    const auto pool = std::make_shared<blob_pool>();
    const auto loan = pool->try_take(some);
    const auto news = pool->lend(loan->id());
    CHECK(map.add(wire::blob_id{1}, unique_fd{::dup(news->fd)}, news->bytes + 1));
    CHECK(map.add(wire::no_blob, unique_fd{::dup(news->fd)}, news->bytes));
    CHECK_FALSE(map.add(wire::blob_id{1}, unique_fd{::dup(news->fd)}, news->bytes));
    CHECK(map.add(wire::blob_id{1}, unique_fd{::dup(news->fd)}, news->bytes));
}
