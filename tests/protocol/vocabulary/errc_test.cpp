// SPDX-License-Identifier: MIT
//
// errc_test — the ten ways in which a call can end other than with a result.
#include "tests/support/catch.hpp"

#include <fairlead/vocabulary/errc.hpp>

#include <set>
#include <string>

using namespace fairlead;

namespace {

constexpr errc all[] = {errc::app_error,     errc::no_such_method, errc::bad_arguments,
                        errc::denied,        errc::timeout,        errc::cancelled,
                        errc::overloaded,    errc::backend_gone,   errc::too_large,
                        errc::protocol_error};

}  // namespace

TEST_CASE("every error has its own text and number, and both lead back to it", "[vocabulary]") {
    std::set<std::string_view> texts;
    std::set<std::uint16_t> numbers;
    for (const auto code : all) {
        CAPTURE(to_text(code));
        CHECK(errc_from_text(to_text(code)) == code);
        CHECK(errc_from_wire(static_cast<std::uint16_t>(code)) == code);
        texts.insert(to_text(code));
        numbers.insert(static_cast<std::uint16_t>(code));
    }
    CHECK(texts.size() == std::size(all));
    CHECK(numbers.size() == std::size(all));
}

TEST_CASE("the texts and numbers of errors are the contract", "[vocabulary]") {
    CHECK(to_text(errc::app_error) == "app-error");
    CHECK(to_text(errc::backend_gone) == "backend-gone");
    CHECK(to_text(errc::protocol_error) == "protocol-error");
    CHECK(static_cast<int>(errc::app_error) == 1);
    CHECK(static_cast<int>(errc::protocol_error) == 10);
}

TEST_CASE("a code that is not in the list is a protocol error of whoever sent it", "[vocabulary]") {
    CHECK(errc_from_wire(0) == errc::protocol_error);
    CHECK(errc_from_wire(11) == errc::protocol_error);
    CHECK(errc_from_wire(0xffff) == errc::protocol_error);
}

TEST_CASE("only the exact text of an error is one", "[vocabulary]") {
    CHECK_FALSE(errc_from_text("").has_value());
    CHECK_FALSE(errc_from_text("Timeout").has_value());
    CHECK_FALSE(errc_from_text("timeout ").has_value());
    CHECK_FALSE(errc_from_text("time").has_value());
}

TEST_CASE("an errc is an error_code that says its text", "[vocabulary]") {
    const boost::system::error_code code = errc::no_such_method;
    CHECK(code.message() == "no-such-method");
    CHECK(std::string{code.category().name()} == "fairlead");
    CHECK(code == errc::no_such_method);
    CHECK(code != errc::denied);
}
