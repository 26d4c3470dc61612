// SPDX-License-Identifier: MIT
//
// logger — lines for the app's log, which has the time and the plugin's name.
#pragma once

#include <memory>
#include <string_view>

namespace fairlead {

class runtime_port;

class logger {
public:
    enum class level { trace = 1, debug, info, warning, error };

    explicit logger(std::shared_ptr<runtime_port> port) noexcept : port_{std::move(port)} {}

    void print(std::string_view text) const;  ///< Whatever the level is.
    void trace(std::string_view text) const;
    void debug(std::string_view text) const;
    void info(std::string_view text) const;
    void warning(std::string_view text) const;
    void error(std::string_view text) const;
    /// Unlike in Wails nothing ends: a process that cannot go on says so with its exit code.
    void fatal(std::string_view text) const;

    /// This plugin's lines below it are not sent; `info` at first.
    void set_level(level lowest) const;

private:
    std::shared_ptr<runtime_port> port_;
};

}  // namespace fairlead
