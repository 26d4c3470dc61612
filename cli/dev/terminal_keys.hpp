// SPDX-License-Identifier: MIT
//
// terminal_keys — single keys of the terminal that we run in, which is as before once we have gone.
#pragma once

#include <termios.h>

#include <optional>

namespace fairlead::cli::dev {

class terminal_keys {
public:
    /// Nothing where `fd` is no terminal, or that of others: we run in the background.
    explicit terminal_keys(int fd);
    ~terminal_keys();
    terminal_keys(terminal_keys const&) = delete;
    terminal_keys& operator=(terminal_keys const&) = delete;

    bool are_there() const noexcept { return before_.has_value(); }
    int fd() const noexcept { return fd_; }
    /// Once there is something to read. '\0': it was nothing. Nothing: the terminal has gone.
    std::optional<char> take() noexcept;
    /// We were stopped (Ctrl-Z), and the shell has put its own terminal in order meanwhile.
    void resume() noexcept;

private:
    int fd_;
    std::optional<termios> before_;
};

}  // namespace fairlead::cli::dev
