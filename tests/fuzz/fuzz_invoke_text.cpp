// SPDX-License-Identifier: MIT
//
// fuzz_invoke_text — what a page says through WailsInvoke, any bytes: refused with a sentence, or a
// call or event that, written anew, reads as the same.
#include "broker/routing/invoke_text.hpp"
#include "tests/fuzz/input.hpp"

#include <fairlead/vocabulary/json_string.hpp>
#include <fairlead/wire/frame_codec.hpp>

#include <string>

using namespace fairlead;
using namespace fairlead::broker::routing;

namespace {

/// Owned: the views end with the next parse.
struct said {
    explicit said(invocation const& of)
        : kind{of.kind}, name{of.name}, args{of.args}, callback_id{of.callback_id} {}
    bool operator==(said const&) const = default;

    invoke_kind kind;
    std::string name, args, callback_id;
};

std::string written(said const& what) {
    if (what.kind == invoke_kind::unlisten) return "EX" + what.name;
    const bool is_call = what.kind == invoke_kind::call;
    std::string text = is_call ? "C{\"callbackID\":" : "EE{";
    if (is_call) append_json_string(text, what.callback_id);
    text += is_call ? ",\"name\":" : "\"name\":";
    append_json_string(text, what.name);
    return text += (is_call ? ",\"args\":" : ",\"data\":") + what.args + '}';
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(std::uint8_t const* data, std::size_t size) {
    static invoke_parser parser;  // One for all, as in the broker: nothing may stay behind.
    const auto outcome = parser.parse(fuzz::input{data, size}.rest());
    if (auto const* fault = std::get_if<invoke_fault>(&outcome)) {
        FAIRLEAD_ASSERT(!fault->text.empty());
        return 0;
    }
    const said first{std::get<invocation>(outcome)};
    FAIRLEAD_ASSERT(first.args.starts_with('[') && first.args.ends_with(']'));
    FAIRLEAD_ASSERT(first.kind == invoke_kind::call || first.callback_id.empty());

    const auto text = written(first);
    const auto again = parser.parse(wire::as_bytes(text));
    FAIRLEAD_ASSERT(std::holds_alternative<invocation>(again));
    FAIRLEAD_ASSERT(said{std::get<invocation>(again)} == first);
    return 0;
}
