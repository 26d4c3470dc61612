// SPDX-License-Identifier: MIT
//
// stage — a peer at work: its daemon, broker and backend run as long as this lives.
#pragma once

#include "benchmarks/runner/child.hpp"
#include "benchmarks/runner/plan.hpp"

#include <filesystem>
#include <vector>

namespace fairlead::bench {

/// Where programs are, and where a run may write.
struct places {
    std::filesystem::path programs;
    std::filesystem::path scratch;
    unsigned hogs = 2;
};

class stage {
public:
    /// Everything is ready afterwards. Throws child_failed.
    stage(peer const& which, std::size_t size, std::size_t in_flight, places const& where);
    ~stage();
    stage(stage const&) = delete;
    stage& operator=(stage const&) = delete;

    /// Runs a client. Throws child_failed.
    sample measure(point const& what);
    /// Watches broker and backend after a few calls, when all is silent.
    idle_sample watch_idle(nanoseconds length);

private:
    std::vector<pid_t> processes() const;
    sample run_client(point const& what);

    peer const& peer_;
    places const& where_;
    std::size_t size_;
    std::size_t in_flight_;
    std::filesystem::path dir_;
    std::vector<child> running_;
};

/// Is the peer's program there?
bool is_built(peer const& which, places const& where);

}  // namespace fairlead::bench
