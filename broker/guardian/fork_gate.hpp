// SPDX-License-Identifier: MIT
//
// fork_gate — the kernel asks us before the plugin, or whatever it has started, starts one process
// more (broker/supervision/fork_filter.hpp). So there is never one too many.
#pragma once

namespace fairlead::broker::guardian {

class fork_gate {
public:
    /// `listener`: negative: nobody asks.
    fork_gate(int listener, int processes_max) noexcept : fd_{listener}, max_{processes_max} {}
    ~fork_gate() { close(); }
    fork_gate(fork_gate const&) = delete;
    fork_gate& operator=(fork_gate const&) = delete;

    /// To be polled for reading; negative: none, or none any more.
    int fd() const noexcept { return fd_; }

    /// Somebody asks. How many there would be, where that is too many: it was refused. Else 0.
    int answer();

    void close() noexcept;

private:
    int fd_;
    int max_;
    int left_ = 0;  // May be started before they are counted again.
};

}  // namespace fairlead::broker::guardian
