// SPDX-License-Identifier: MIT
//
// part_of_trace — while it lives, calls that this thread makes are parts of the same trace as the
// one that it serves.
#pragma once

#include <fairlead/wire/trace_context.hpp>

namespace fairlead::live {

class part_of_trace {
public:
    /// Null: nothing changes. What it points to must outlive it.
    explicit part_of_trace(wire::trace_context const* what) noexcept;
    ~part_of_trace();
    part_of_trace(part_of_trace const&) = delete;
    part_of_trace& operator=(part_of_trace const&) = delete;

    /// Null: this thread serves none.
    static wire::trace_context const* current() noexcept;

private:
    wire::trace_context const* before_ = nullptr;
    bool changed_;
};

/// Another span of that trace, as the parent of what is called now.
wire::trace_context next_span(wire::trace_context const& of);

}  // namespace fairlead::live
