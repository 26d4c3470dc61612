// SPDX-License-Identifier: MIT
//
// errand — the draw, and the rules: which error is excused by what has happened.
#include "tests/chaos/errand.hpp"

#include <algorithm>
#include <array>

namespace fairlead::chaos {
namespace {

constexpr std::array<std::string_view, errand_kinds> names{
    "text",  "turn",   "digest", "make", "later",  "hold", "fail",   "count",
    "leave", "chunks", "sum",    "ask",  "sum_of", "row",  "command"};

constexpr std::uint32_t text_max = 1u << 20;
constexpr std::uint32_t bytes_max = 4u << 20;

errand_kind draw_kind(dice& from, party target) {
    using enum errand_kind;
    if (target == party::web) {
        constexpr std::array all{text, text, turn, hold, fail, count, leave};
        return all[from.below(all.size())];
    }
    if (target == party::conform) {
        constexpr std::array all{text, text, turn, count, leave, sum};
        return all[from.below(all.size())];
    }
    return static_cast<errand_kind>(
        from.weighted({20, 10, 6, 6, 6, 6, 3, 5, 4, 3, 4, 6, 3, 10, 0}));
}

}  // namespace

std::string_view to_text(errand_kind kind) noexcept {
    return names[static_cast<std::size_t>(kind)];
}

errand draw_errand(dice& from, party caller) {
    using enum errand_kind;
    errand made;
    made.caller = caller;
    constexpr party plugins[] = {party::alpha, party::beta, party::conform};
    made.target = plugins[from.weighted({4, 4, 2})];
    if (caller == party::tool && from.one_in(5)) made.target = party::web;
    made.kind = draw_kind(from, made.target);
    // By messages bytes are base64, which conform.c does not read.
    if (caller == party::web && made.target == party::conform && made.kind == turn)
        made.kind = text;
    made.seed = from.below(1'000'000);
    made.size = from.size(from.one_in(12) ? bytes_max : 65'536);
    made.peer = made.target == party::alpha ? party::beta : party::alpha;
    switch (made.kind) {
        case text:
        case ask: made.size = std::min(made.size, text_max); break;
        case later: made.size = from.below(60); break;
        case hold:
            made.cancel = from.one_in(2);
            if (!made.cancel) made.deadline_ms = from.between(1, 300);
            break;
        case count:
        case sum:
        case sum_of: made.size = from.size(3'000); break;
        case leave:
            made.size = from.size(2'000);
            made.cancel = true;
            break;
        case chunks: made.size = from.size(from.one_in(6) ? 600'000 : 20'000); break;
        default: break;
    }
    if (made.kind == ask && from.one_in(4)) made.peer = party::web;
    // Somebody in a hurry, or somebody who thinks better of it.
    if (made.kind == text || made.kind == turn || made.kind == later || made.kind == digest) {
        if (from.one_in(10)) made.deadline_ms = from.between(1, 2'000);
        else if (from.one_in(12)) made.cancel = true;
    }
    return made;
}

std::string errand::method() const {
    const std::string name{to_text(target)};
    if (kind == errand_kind::command)
        return reload ? "fairlead.plugin.reload" : "fairlead.plugin.restart";
    const auto plain = kind == errand_kind::leave ? errand_kind::count : kind;
    if (target == party::web) return "page." + std::string{chaos::to_text(plain)};
    if (target == party::conform) {
        if (kind == errand_kind::text) return "conform.echo";
        if (kind == errand_kind::turn) return "conform.reverse";
        return "conform." + std::string{chaos::to_text(plain)};
    }
    if (kind == errand_kind::row) return name + ".Row.Next";
    if (kind == errand_kind::sum_of) return name + ".Desk.SumOf";
    std::string word{chaos::to_text(plain)};
    word.front() = static_cast<char>(word.front() - 'a' + 'A');
    return name + ".Desk." + word;
}

std::string errand::json() const {
    const std::string peer_method =
        peer == party::web ? "page.text"
                           : std::string{chaos::to_text(peer)} +
                                 (kind == errand_kind::ask ? ".Desk.Text" : ".Desk.Count");
    return R"({"id":)" + std::to_string(id) + R"(,"kind":")" + std::string{chaos::to_text(kind)} +
           R"(","method":")" + method() + R"(","peer":")" + peer_method + R"(","size":)" +
           std::to_string(size) + R"(,"seed":)" + std::to_string(seed) + R"(,"deadline":)" +
           std::to_string(deadline_ms) + R"(,"cancel":)" + (cancel ? "true}" : "false}");
}

std::string errand::words() const {
    return "call " + std::to_string(id) + " of " + std::string{chaos::to_text(caller)} + ": " +
           method() + ", " + std::string{chaos::to_text(kind)} + " of " + std::to_string(size) +
           (kind == errand_kind::ask || kind == errand_kind::sum_of
                ? " through " + std::string{chaos::to_text(peer)}
                : std::string{}) +
           (deadline_ms != 0 ? ", within " + std::to_string(deadline_ms) + " ms" : std::string{}) +
           (cancel ? ", taken back" : "");
}

std::string objection_to(errand const& what, outcome const& how, upheaval const& since,
                         bool page_takes_bytes) {
    using enum errand_kind;
    // All whose end may end this call.
    parties on_the_way = parties{what.target} | party::broker;
    if (what.target == party::web || what.caller == party::web || what.peer == party::web)
        on_the_way |= parties{party::web} | party::host;
    if (what.kind == ask || what.kind == sum_of) on_the_way |= what.peer;
    const bool fell = since.fallen.meets(on_the_way);
    const bool left = since.drained.meets(on_the_way);
    const bool stood = since.stopped.meets(on_the_way);

    if (how.ok) {
        if (!how.right) return "its result is not right: " + how.words;
        if (what.kind == hold || what.kind == fail) return "it can only fail, and did not";
        return {};
    }
    const auto unless = [&](bool excuse) {
        return excuse ? std::string{} : how.code + " (" + how.words + ") without a reason for it";
    };
    if (how.code == "backend-gone") return unless(fell || left);
    if (how.code == "timeout") return unless(what.deadline_ms != 0);
    if (how.code == "cancelled") return unless(what.cancel || left || fell);
    if (how.code == "overloaded") return unless(since.storm || fell || left || stood);
    if (how.code == "no-such-method") return unless(since.fallen.meets(on_the_way));
    if (how.code == "bad-arguments")
        return unless(what.kind == turn && what.target == party::web && !page_takes_bytes);
    // Large texts are attached: of them such a page is told, and so is who asks through a plugin.
    if (how.code == "too-large")
        return unless((what.target == party::web || what.peer == party::web) && !page_takes_bytes &&
                      what.size > 200'000);
    if (how.code == "denied") return unless(what.kind == command);
    // What a document fetches while it is replaced does not come any more, and it hears so first.
    const bool is_through_page =
        what.caller == party::web || what.target == party::web || what.peer == party::web;
    const bool is_inner = what.kind == ask || what.kind == sum_of;
    if (how.code == "protocol-error" &&
        (is_inner || how.words.find("could not be loaded") != how.words.npos))
        return unless(is_through_page && since.fallen.meets(party::web));
    if (how.code == "app-error") return unless(what.kind == fail);
    return how.code + " (" + how.words + ") is never a caller's due";
}

}  // namespace fairlead::chaos
