// SPDX-License-Identifier: MIT
//
// whole_note — what a capture is told: a record, and beside it the payload as it went through the
// rings. It is copied and nothing else: whoever writes it to a file reads it, not the broker.
#pragma once

#include "broker/routing/wiretap.hpp"

#include <cstddef>
#include <string>

namespace fairlead::broker::tap {

/// Of a larger one there is only its size.
inline constexpr std::size_t whole_bytes_max = 4u << 20;

/// An attached payload. `record` is a JSON object that is still open; it gets `"bytes":n`, and
/// `"payload":{"$bytes":0}`, `"binary":true` if that is itself an attached payload, or
/// `"omitted":true`.
std::string whole_note(std::string record, routing::heard const& payload);

}  // namespace fairlead::broker::tap
