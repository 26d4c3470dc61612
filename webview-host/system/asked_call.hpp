// SPDX-License-Identifier: MIT
//
// asked_call — one system call while it is answered: what it was given, whom it may ask.
#pragma once

#include "webview-host/system/system_calls.hpp"

#include <simdjson.h>

#include <optional>
#include <utility>

namespace fairlead::host {

struct asked_call {
    std::string_view args;
    desktop const& desk;
    system_answer const& answer;

    void with(std::string json) const { answer({true, std::move(json), {}, {}}); }
    void with(bool value) const { with(std::string{value ? "true" : "false"}); }
    void refuse(errc code, std::string message) const {
        answer({false, {}, code, std::move(message)});
    }

    /// The first argument; nothing if there is none or it is no string.
    std::optional<std::string> text() const {
        const simdjson::padded_string json{args};
        simdjson::dom::parser parser;
        std::string_view value;
        if (parser.parse(json).at(0).get(value)) return std::nullopt;
        return std::string{value};
    }
};

}  // namespace fairlead::host
