// SPDX-License-Identifier: MIT
//
// snapshot — copied row by row; a row that is given to somebody else meanwhile is read again.
#include <fairlead/meter/snapshot.hpp>

#include <fcntl.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <unistd.h>

#include <charconv>
#include <fstream>
#include <iterator>
#include <optional>
#include <utility>

namespace fairlead::meter {
namespace {

constexpr std::chrono::seconds hung_after{1};

boost::system::error_code not_ours() { return make_error_code(boost::system::errc::bad_message); }

bool fits(section const& one, std::size_t least_row, std::size_t bytes) noexcept {
    const auto size = std::uint64_t{one.rows} * one.row_bytes;
    return one.row_bytes >= least_row && one.row_bytes % 64 == 0 && one.offset % 64 == 0 &&
           one.offset <= bytes && size <= bytes - one.offset;
}

void copy(row const& from, values& to) {
    to.name = from.name.get();
    to.role = from.role.load(std::memory_order_relaxed);
    to.pid = from.pid.load(std::memory_order_relaxed);
    to.owner = from.owner.load(std::memory_order_relaxed);
    to.sessions = from.sessions.get();
    to.session = from.session.get();
    to.calls = from.calls.get();
    to.errors = from.errors.get();
    to.bytes_in = from.bytes_in.get();
    to.bytes_out = from.bytes_out.get();
    to.events = from.events.get();
    to.delivered = from.delivered.get();
    to.drops = from.drops.get();
    to.in_flight = from.in_flight.get();
    to.queue_bytes = from.queue_bytes.get();
    to.restarts = from.restarts.get();
    to.answer_ns = from.answer_ns.get();
}
void copy(method_row const& from, method_values& to) {
    copy(static_cast<row const&>(from), static_cast<values&>(to));
    for (std::size_t i = 0; i < latency_buckets; ++i) to.latency[i] = from.latency[i].get();
}

/// Nothing: it is unused, or is just given to another.
template <class Row, class Values>
std::optional<Values> read(Row const& from) {
    constexpr int tries = 4;
    for (int i = 0; i < tries; ++i) {
        const auto before = from.edition.load(std::memory_order_acquire);
        if (before == 0) return std::nullopt;
        if (before % 2 != 0) continue;
        Values to;
        copy(from, to);
        std::atomic_thread_fence(std::memory_order_acquire);
        if (from.edition.load(std::memory_order_relaxed) != before) continue;
        to.edition = before;
        return to;
    }
    return std::nullopt;
}

template <class Row, class Values>
std::vector<Values> read_all(std::byte const* at, section const& where) {
    std::vector<Values> all;
    const auto used = std::min(where.used.load(std::memory_order_acquire), where.rows);
    for (std::uint32_t i = 0; i < used; ++i) {
        auto const* one =
            reinterpret_cast<Row const*>(at + where.offset + std::size_t{i} * where.row_bytes);
        if (auto copied = read<Row, Values>(*one)) {
            copied->place = i;
            all.push_back(std::move(*copied));
        }
    }
    return all;
}

/// What follows the name in /proc/PID/stat, which may hold anything.
std::string stat_of(std::uint32_t pid) {
    std::ifstream in{"/proc/" + std::to_string(pid) + "/stat"};
    const std::string line{std::istreambuf_iterator<char>{in}, {}};
    const auto name_end = line.rfind(')');
    return name_end == std::string::npos ? std::string{} : line.substr(name_end + 1);
}

}  // namespace

std::string_view to_text(broker_state state) noexcept {
    switch (state) {
        case broker_state::running: return "running";
        case broker_state::stopped: return "stopped";
        case broker_state::hung: return "hung";
        case broker_state::ended: return "ended";
        case broker_state::died: return "died";
    }
    return "?";
}

std::uint64_t process_start(std::uint32_t pid) noexcept try {
    const auto fields = stat_of(pid);
    std::size_t at = 0;
    for (int field = 3; field <= 22 && at != std::string::npos; ++field)
        at = fields.find(' ', field == 3 ? 0 : at + 1);
    if (at == std::string::npos) return 0;
    std::uint64_t ticks = 0;
    std::from_chars(fields.data() + at + 1, fields.data() + fields.size(), ticks);
    return ticks;
} catch (...) {
    return 0;
}

result<reader> reader::open(std::filesystem::path const& file) {
    unique_fd fd{::open(file.c_str(), O_RDONLY | O_CLOEXEC | O_NOFOLLOW | O_NONBLOCK)};
    if (!fd) return last_system_error();
    struct stat found {};
    if (::fstat(fd.get(), &found) != 0) return last_system_error();
    const auto bytes = static_cast<std::size_t>(found.st_size);
    if (!S_ISREG(found.st_mode) || found.st_uid != ::geteuid() || bytes < sizeof(header))
        return not_ours();
    auto* at = ::mmap(nullptr, bytes, PROT_READ, MAP_SHARED, fd.get(), 0);
    if (at == MAP_FAILED) return last_system_error();
    reader made{std::move(fd), static_cast<std::byte const*>(at), bytes};
    auto const& head = made.head();
    if (head.magic != magic || head.version != version ||
        !fits(head.peers, sizeof(peer_row), bytes) ||
        !fits(head.methods, sizeof(method_row), bytes) ||
        !fits(head.topics, sizeof(topic_row), bytes))
        return not_ours();
    return made;
}

reader::reader(reader&& other) noexcept
    : file_{std::move(other.file_)}, at_{std::exchange(other.at_, nullptr)}, bytes_{other.bytes_} {}

reader::~reader() {
    if (at_ != nullptr) ::munmap(const_cast<std::byte*>(at_), bytes_);
}

result<snapshot> reader::take() const {
    struct stat now {};
    if (::fstat(file_.get(), &now) != 0 || static_cast<std::size_t>(now.st_size) < bytes_)
        return not_ours();
    snapshot one;
    one.app = head().app.get();
    one.pid = head().pid;
    one.started_at = std::chrono::system_clock::time_point{
        std::chrono::duration_cast<std::chrono::system_clock::duration>(
            std::chrono::nanoseconds{head().started_at})};
    const auto began = head().turn_began.get();
    one.taken_at = std::chrono::steady_clock::now();
    if (began != 0) one.in_turn = one.taken_at.time_since_epoch() - std::chrono::nanoseconds{began};
    one.turns = head().turns.get();
    one.seen_at += std::chrono::nanoseconds{head().seen_at.get()};
    for (std::size_t i = 0; i < one.totals.size(); ++i)
        one.totals[i] = head().done.*total_fields[i].at;
    one.peers = read_all<peer_row, values>(at_, head().peers);
    one.methods = read_all<method_row, method_values>(at_, head().methods);
    one.topics = read_all<topic_row, values>(at_, head().topics);
    one.state = state_of(one);
    return one;
}

broker_state reader::state_of(snapshot const& one) const {
    if (static_cast<life>(head().state.load(std::memory_order_relaxed)) == life::ended)
        return broker_state::ended;
    const auto fields = stat_of(one.pid);
    if (fields.size() < 2 || process_start(one.pid) != head().process_started || fields[1] == 'Z' ||
        fields[1] == 'X')
        return broker_state::died;
    if (fields[1] == 'T' || fields[1] == 't') return broker_state::stopped;
    return one.in_turn > hung_after ? broker_state::hung : broker_state::running;
}

}  // namespace fairlead::meter
