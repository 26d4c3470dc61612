// SPDX-License-Identifier: MIT
//
// script_words — what the peers of a fuzzed broker can say: a step of the script, the names there
// are, and payloads whose marks the promise_ledger reads.
#pragma once

#include "tests/fuzz/witness_house.hpp"

#include <fairlead/wire/frame_codec.hpp>

#include <array>
#include <cstdint>
#include <span>
#include <string>
#include <string_view>

namespace fairlead::fuzz {

/// What, who and three operands; a bit of `who` says that the turn goes on.
struct script_step {
    std::uint8_t what, who, a, b, c;
};

namespace words {

inline constexpr std::array<std::string_view, 12> methods{"a.one",
                                                          "a.two",
                                                          "b.one",
                                                          "page.fn",
                                                          ":wails:Size",
                                                          "fairlead.window.move",
                                                          "fairlead.before-close",
                                                          "fairlead.list",
                                                          "fairlead.methods",
                                                          "lazy.one",
                                                          "#7",
                                                          "fairlead.plugin.stop"};
inline constexpr std::array<std::string_view, 8> topics{
    "news", "block/x",         "latest/x",     "cut/x",
    "*",    "fairlead/window", "fairlead/own", "fairlead/window/x"};

inline std::string args_of(std::uint64_t serial) {
    return "[\"s" + std::to_string(serial) + "\",{\"$stream\":1}]";
}

inline std::string from(char mark, std::uint64_t id, party who) {
    return std::string{'"', mark} + std::to_string(id) + ":p" + std::to_string(who.peer) + ":d" +
           std::to_string(who.page);
}
inline std::string answer(std::uint64_t id, party who) { return from('r', id, who) + '"'; }
/// An item or a word of progress.
inline std::string part(promise_ledger& ledger, std::uint64_t id, party who) {
    return from('i', id, who) + ":n" + std::to_string(ledger.next_part()) + '"';
}
/// An item of an argument.
inline std::string argument(promise_ledger& ledger, party asker) {
    return "\"j" + std::to_string(asker.peer) + ":n" + std::to_string(ledger.next_part()) + '"';
}

inline std::string named(std::string_view name, std::string_view rest = {}) {
    std::string whole{wire::as_text(wire::encode_name_length(name))};
    return whole.append(name).append(rest);
}

/// That JSON with one blob behind it and one attachment inline. A blob that is not 0 is used up by
/// it; the last number was never offered.
inline std::string attached(witness& who, wire::frame_header& header, std::string_view json,
                            std::uint32_t blob) {
    header.flags |= wire::frame_flag::binary;
    if (blob != 0) who.use_blob(blob);
    const wire::attachment_head head{static_cast<std::uint32_t>(json.size()), 2};
    const std::array<wire::attachment_ref, 2> table{
        {{static_cast<wire::blob_id>(blob), 0, blob != 0 ? 16u : 0u}, {wire::no_blob, 0, 3}}};
    std::string whole{wire::as_text(std::as_bytes(std::span{&head, 1}))};
    return whole.append(wire::as_text(std::as_bytes(std::span{table}))).append(json).append("abc");
}

}  // namespace words
}  // namespace fairlead::fuzz
