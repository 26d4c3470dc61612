// SPDX-License-Identifier: MIT
//
// answer_exception — what a method has thrown, as an answer.
#pragma once

#include <fairlead/client/incoming_call.hpp>

#include <exception>

namespace fairlead {

void answer_exception(client::responder& to, std::exception_ptr const& why);

}  // namespace fairlead
