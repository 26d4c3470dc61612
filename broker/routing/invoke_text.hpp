// SPDX-License-Identifier: MIT
//
// invoke_text — what a page said through WailsInvoke, of the classes that the broker serves:
//
//   C{"name":"main.App.Greet","args":["Ada"],"callbackID":"…"}     a call
//   c{"id":7,"args":["Ada"],"callbackID":"…"}                      a call of an obfuscated build
//   EE{"name":"saved","data":[1]}                                  an event
//   EXsaved                                                        the page listens no more
#pragma once

#include <fairlead/wire/trace_context.hpp>

#include <cstddef>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <variant>

namespace fairlead::broker::routing {

enum class invoke_kind { call, event, unlisten };

/// Views are valid until the next parse.
struct invocation {
    invoke_kind kind{};
    std::string_view name;                         ///< Of an obfuscated call: `#` and its number.
    std::string_view args;                         ///< Raw JSON array; `[]` when it was left out.
    std::string_view callback_id;                  ///< Of a call.
    std::optional<wire::trace_context> context{};  ///< Of a call that is a part of a trace.
};

/// Whose fault it was is clear: the page's. The text is a sentence for its developer.
struct invoke_fault {
    std::string text;
    std::optional<std::string> callback_id;  ///< If it could still be found.
};

class invoke_parser {
public:
    invoke_parser();
    ~invoke_parser();
    invoke_parser(invoke_parser const&) = delete;
    invoke_parser& operator=(invoke_parser const&) = delete;

    /// Copies first: the page's process may still write to the payload.
    std::variant<invocation, invoke_fault> parse(std::span<const std::byte> payload);

private:
    struct working_set;
    std::variant<invocation, std::string> read_call(char kind);
    std::variant<invocation, std::string> read_event();
    std::optional<std::string> rescue_callback_id();

    std::unique_ptr<working_set> set_;
};

}  // namespace fairlead::broker::routing
