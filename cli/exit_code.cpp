// SPDX-License-Identifier: MIT
//
// exit_code — from the errors of the wire.
#include "cli/exit_code.hpp"

namespace fairlead::cli {

exit_code exit_code_of(errc code) noexcept {
    switch (code) {
        case errc::denied: return exit_code::denied;
        case errc::timeout: return exit_code::timeout;
        case errc::no_such_method: return exit_code::not_found;
        default: return exit_code::failure;
    }
}

exit_code exit_code_of(client::connect_error::reason why) noexcept {
    switch (why) {
        case client::connect_error::reason::no_broker: return exit_code::no_broker;
        case client::connect_error::reason::denied: return exit_code::denied;
        case client::connect_error::reason::timeout: return exit_code::timeout;
        case client::connect_error::reason::failed: return exit_code::failure;
    }
    return exit_code::failure;
}

}  // namespace fairlead::cli
