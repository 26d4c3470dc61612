// SPDX-License-Identifier: MIT
//
// answer_exception — what a method has thrown, as an answer.
#pragma once

#include <fairlead/client/incoming_call.hpp>

#include <exception>

namespace fairlead {

struct method;

/// `from` says what its arguments are called.
void answer_exception(client::responder& to, method const& from, std::exception_ptr const& why);

}  // namespace fairlead
