// SPDX-License-Identifier: MIT
//
// exit_code — what scripts can rely on, and the exception that carries it to main.
#pragma once

#include <fairlead/client/connect_options.hpp>
#include <fairlead/vocabulary/errc.hpp>

#include <stdexcept>
#include <string>

namespace fairlead::cli {

enum class exit_code : int {
    ok = 0,
    failure = 1,
    usage = 2,
    no_broker = 3,
    denied = 4,
    timeout = 5,
    not_found = 6,
};

exit_code exit_code_of(errc code) noexcept;
exit_code exit_code_of(client::connect_error::reason why) noexcept;

/// Printed by main as `name: message`.
class command_failed : public std::runtime_error {
public:
    command_failed(exit_code code, std::string name, std::string const& message)
        : std::runtime_error{message}, code_{code}, name_{std::move(name)} {}
    exit_code code() const noexcept { return code_; }
    std::string const& name() const noexcept { return name_; }

private:
    exit_code code_;
    std::string name_;
};

}  // namespace fairlead::cli
