// SPDX-License-Identifier: MIT
//
// snapshot — the counters of a broker as they are now, or as they were when it died. It is not
// asked, so it may hang or be stopped.
#pragma once

#include <fairlead/meter/layout.hpp>
#include <fairlead/vocabulary/result.hpp>
#include <fairlead/vocabulary/unique_fd.hpp>

#include <chrono>
#include <filesystem>
#include <string>
#include <vector>

namespace fairlead::meter {

struct values {
    std::uint32_t place = 0;  ///< Of its row.
    std::uint32_t edition = 0;
    std::string name;
    std::uint32_t role = 0, pid = 0, owner = 0;
    std::uint64_t sessions = 0, session = 0;
    std::uint64_t calls = 0, errors = 0, bytes_in = 0, bytes_out = 0, events = 0, delivered = 0,
                  drops = 0, in_flight = 0, queue_bytes = 0, restarts = 0, answer_ns = 0;
};
struct method_values : values {
    latency_counts latency{};
};

enum class broker_state {
    running,
    stopped,  ///< By a signal, such as SIGSTOP.
    hung,     ///< One turn of its loop takes very long.
    ended,    ///< In order.
    died,
};
std::string_view to_text(broker_state state) noexcept;

struct snapshot {
    std::string app;
    std::uint32_t pid = 0;
    broker_state state = broker_state::running;
    std::chrono::nanoseconds in_turn{0};  ///< So long it has been in the same turn.
    std::chrono::system_clock::time_point started_at;
    std::chrono::steady_clock::time_point taken_at;
    std::chrono::steady_clock::time_point seen_at;  ///< The last turn that did something.
    std::uint64_t turns = 0;
    std::array<std::uint64_t, total_fields.size()> totals{};  ///< In that order.
    std::vector<values> peers;
    std::vector<method_values> methods;
    std::vector<values> topics;
};

class reader {
public:
    /// Only a file of this user, and of a version that is known.
    static result<reader> open(std::filesystem::path const& file);
    reader(reader&& other) noexcept;
    reader& operator=(reader&&) = delete;
    ~reader();

    /// Broken: the file has been cut short.
    result<snapshot> take() const;

private:
    reader(unique_fd file, std::byte const* at, std::size_t bytes) noexcept
        : file_{std::move(file)}, at_{at}, bytes_{bytes} {}
    header const& head() const noexcept { return *reinterpret_cast<header const*>(at_); }
    broker_state state_of(snapshot const& one) const;

    unique_fd file_;
    std::byte const* at_;
    std::size_t bytes_;
};

/// Field 22 of /proc/PID/stat, which no other process of that pid has; 0: there is none.
std::uint64_t process_start(std::uint32_t pid) noexcept;

}  // namespace fairlead::meter
