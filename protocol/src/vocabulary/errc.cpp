// SPDX-License-Identifier: MIT
//
// errc — texts and category.
#include <fairlead/vocabulary/errc.hpp>

#include <array>
#include <string>

namespace fairlead {
namespace {

struct entry {
    errc code;
    std::string_view text;
};

constexpr std::array<entry, 10> entries{{
    {errc::app_error, "app-error"},
    {errc::no_such_method, "no-such-method"},
    {errc::bad_arguments, "bad-arguments"},
    {errc::denied, "denied"},
    {errc::timeout, "timeout"},
    {errc::cancelled, "cancelled"},
    {errc::overloaded, "overloaded"},
    {errc::backend_gone, "backend-gone"},
    {errc::too_large, "too-large"},
    {errc::protocol_error, "protocol-error"},
}};

class category final : public boost::system::error_category {
public:
    char const* name() const noexcept override { return "fairlead"; }
    std::string message(int value) const override {
        return std::string{to_text(errc_from_wire(static_cast<std::uint16_t>(value)))};
    }
};

}  // namespace

std::string_view to_text(errc code) noexcept {
    for (auto const& known : entries)
        if (known.code == code) return known.text;
    return "protocol-error";
}

std::optional<errc> errc_from_text(std::string_view text) noexcept {
    for (auto const& known : entries)
        if (known.text == text) return known.code;
    return std::nullopt;
}

errc errc_from_wire(std::uint16_t code) noexcept {
    for (auto const& known : entries)
        if (static_cast<std::uint16_t>(known.code) == code) return known.code;
    return errc::protocol_error;
}

boost::system::error_category const& errc_category() noexcept {
    static const category instance;
    return instance;
}

}  // namespace fairlead
