// SPDX-License-Identifier: MIT
//
// part_of_trace — one pointer a thread.
#include <fairlead/live/part_of_trace.hpp>

#include <random>
#include <utility>

namespace fairlead::live {
namespace {

thread_local wire::trace_context const* served_by_this_thread = nullptr;

}  // namespace

part_of_trace::part_of_trace(wire::trace_context const* what) noexcept : changed_{what != nullptr} {
    if (changed_) before_ = std::exchange(served_by_this_thread, what);
}

part_of_trace::~part_of_trace() {
    if (changed_) served_by_this_thread = before_;
}

wire::trace_context const* part_of_trace::current() noexcept { return served_by_this_thread; }

wire::trace_context next_span(wire::trace_context const& of) {
    // Unlike others' is enough: nobody must be unable to guess it.
    thread_local std::mt19937_64 random{std::random_device{}()};
    return of.child(random());
}

}  // namespace fairlead::live
