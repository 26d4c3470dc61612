// SPDX-License-Identifier: MIT
//
// names — what C++ calls something, as JavaScript and TypeScript can say it.
#pragma once

#include <set>
#include <string>
#include <string_view>

namespace fairlead::cli::generate {

/// Of ASCII: what every tool reads.
bool is_identifier(std::string_view text) noexcept;

/// Words that no function, parameter or namespace may be called.
bool is_reserved(std::string_view word) noexcept;

/// Every other character becomes '_', and so does an empty text.
std::string as_identifier(std::string_view text);

/// A string literal of both languages.
std::string quoted(std::string_view text);

/// As the name of a property: `name`, or `"two words"`.
std::string property_name(std::string_view name);

/// Names of one scope, each given once: the second `x`, and what is reserved or spoken for, gets an
/// underscore.
class scope {
public:
    explicit scope(std::set<std::string> spoken_for = {}) : taken_{std::move(spoken_for)} {}
    std::string take(std::string_view wanted);

private:
    std::set<std::string> taken_;
};

}  // namespace fairlead::cli::generate
