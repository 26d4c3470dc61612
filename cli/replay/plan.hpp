// SPDX-License-Identifier: MIT
//
// plan — what of a capture can be replayed, and why the rest cannot.
#pragma once

#include "cli/capture/format.hpp"

#include <string>
#include <string_view>
#include <vector>

namespace fairlead::cli::replay {

/// A call to a plugin, and how it was answered.
struct exchange {
    std::uint64_t number = 0;  ///< In the file.
    double time = 0;
    std::string name, peer;
    capture::payload args;
    bool is_answered = false;
    bool is_error = false;
    bool has_items = false;  ///< Streams go along it.
    std::string code, message;
    capture::payload answer;
    double us = 0;
    /// So many calls had been answered when this one was made.
    std::size_t answers_before = 0;
};

struct emitted {
    double time = 0;
    std::string from, topic;
    std::string data;  ///< JSON.
};

struct plan {
    std::string app;
    std::vector<exchange> calls;            ///< In order; all can be made again.
    std::vector<std::size_t> answer_order;  ///< Places in `calls`.
    std::vector<emitted> of_plugins, of_others;
    bool is_cut = false, has_ended = false;
    std::uint64_t skipped = 0;
    // Calls that are left out.
    std::uint64_t to_others = 0;  ///< Answered by a window, a page, the broker.
    std::uint64_t unanswered = 0;
    std::uint64_t with_streams = 0;
    std::uint64_t hidden = 0;      ///< Arguments with hidden values.
    std::uint64_t incomplete = 0;  ///< Arguments that are not in the file.
};

/// Whom it is for: who calls cannot send what is hidden, who answers can still tell it is that.
enum class use { calling, answering };

/// `peer`, `method`: of which plugin, which methods; `*` at the end of the latter stands for any.
plan plan_of(capture::recording recorded, use how, std::string_view peer, std::string_view method);

}  // namespace fairlead::cli::replay
