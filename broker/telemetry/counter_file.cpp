// SPDX-License-Identifier: MIT
//
// counter_file — made whole under another name, then renamed: nobody reads half of one.
#include "broker/telemetry/counter_file.hpp"

#include <fairlead/meter/snapshot.hpp>
#include <fairlead/vocabulary/unique_fd.hpp>

#include <fcntl.h>
#include <sys/mman.h>
#include <unistd.h>

#include <chrono>
#include <cstddef>
#include <new>
#include <utility>

namespace fairlead::broker::telemetry {
namespace {

template <class Row, std::size_t Size>
void describe(meter::section& to, meter::map const& all,
              std::array<Row, Size> const& rows) noexcept {
    to.offset = static_cast<std::uint32_t>(reinterpret_cast<std::byte const*>(&rows) -
                                           reinterpret_cast<std::byte const*>(&all));
    to.rows = Size;
    to.row_bytes = sizeof(Row);
}

/// Of the file only what differs from zero is written: rows that nobody needs cost no memory.
void begin(meter::map& all, std::string_view app) {
    auto& head = all.head;
    head.magic = meter::magic;
    head.version = meter::version;
    head.pid = static_cast<std::uint32_t>(::getpid());
    head.process_started = meter::process_start(head.pid);
    head.started_at = static_cast<std::uint64_t>(
        std::chrono::nanoseconds{std::chrono::system_clock::now().time_since_epoch()}.count());
    describe(head.peers, all, all.peers);
    describe(head.methods, all, all.methods);
    describe(head.topics, all, all.topics);
    head.app.set(app);
    head.state.store(static_cast<std::uint32_t>(meter::life::running));
}

}  // namespace

result<counter_file> counter_file::create(std::filesystem::path const& folder,
                                          std::string_view app) {
    const auto file = folder / meter::file_name, crashed = folder / meter::crashed_file_name;
    const auto made = folder / "counters.new";
    std::error_code ignored;
    std::filesystem::rename(file, crashed, ignored);  // Had it ended in order, it were gone.
    std::filesystem::remove(made, ignored);
    const unique_fd fd{
        ::open(made.c_str(), O_RDWR | O_CREAT | O_EXCL | O_CLOEXEC | O_NOFOLLOW, 0600)};
    if (!fd) return last_system_error();
    if (const int failed = ::posix_fallocate(fd.get(), 0, sizeof(meter::map)); failed != 0) {
        ::unlink(made.c_str());
        return boost::system::error_code{failed, boost::system::system_category()};
    }
    auto* at = ::mmap(nullptr, sizeof(meter::map), PROT_READ | PROT_WRITE, MAP_SHARED, fd.get(), 0);
    if (at == MAP_FAILED || ::rename(made.c_str(), file.c_str()) != 0) {
        const auto failed = last_system_error();
        ::unlink(made.c_str());
        return failed;
    }
    // All its bytes are zero, and so are its rows: nothing is to be constructed.
    counter_file whole{file, static_cast<meter::map*>(at)};
    begin(*whole.map_, app);
    return whole;
}

counter_file::counter_file(counter_file&& other) noexcept
    : file_{std::move(other.file_)}, map_{std::exchange(other.map_, nullptr)} {}

counter_file::~counter_file() {
    if (map_ == nullptr) return;
    map_->head.state.store(static_cast<std::uint32_t>(meter::life::ended));
    ::unlink(file_.c_str());
    ::munmap(map_, sizeof(meter::map));
}

}  // namespace fairlead::broker::telemetry
