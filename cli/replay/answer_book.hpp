// SPDX-License-Identifier: MIT
//
// answer_book — which captured answer is next for which arguments.
#pragma once

#include "cli/replay/plan.hpp"

#include <map>
#include <string>
#include <string_view>
#include <vector>

namespace fairlead::cli::replay {

class answer_book {
public:
    explicit answer_book(std::vector<exchange> const& calls);

    /// For the same arguments in the order in which they were captured; the last again and again.
    /// Null: no captured call of that method has these.
    exchange const* next(std::string const& method, std::string_view args,
                         std::vector<std::uint64_t> const& attachment_sizes);
    std::size_t calls_of(std::string const& method) const;

private:
    struct page {
        std::vector<exchange const*> answers;
        std::size_t next = 0;
    };
    struct chapter {
        std::map<std::string, page> pages;                   // By the arguments.
        std::map<std::string, exchange const*> with_hidden;  // The same; they fit others, too.
        std::size_t calls = 0;
    };
    std::map<std::string, chapter> chapters_;
};

}  // namespace fairlead::cli::replay
