// SPDX-License-Identifier: MIT
//
// stop_signals — SIGINT, SIGTERM and SIGHUP as a descriptor, for as long as it lives.
#pragma once

#include <fairlead/vocabulary/unique_fd.hpp>

#include <csignal>
#include <initializer_list>

namespace fairlead::cli {

class stop_signals {
public:
    /// `others` are read along with them.
    explicit stop_signals(std::initializer_list<int> others = {});
    ~stop_signals();
    stop_signals(stop_signals const&) = delete;
    stop_signals& operator=(stop_signals const&) = delete;

    int fd() const noexcept { return fd_.get(); }
    /// The next one that has come.
    int take() const noexcept;

private:
    sigset_t set_;
    sigset_t before_;
    unique_fd fd_;
};

}  // namespace fairlead::cli
