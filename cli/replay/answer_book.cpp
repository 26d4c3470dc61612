// SPDX-License-Identifier: MIT
//
// answer_book — found by the canonical text of the arguments; where some are hidden, by comparing.
#include "cli/replay/answer_book.hpp"

#include "cli/capture/json_text.hpp"
#include "cli/replay/comparison.hpp"

namespace fairlead::cli::replay {
namespace {

std::string key_of(std::string const& args, std::vector<std::uint64_t> const& sizes) {
    auto key = args;
    for (const auto one : sizes) key.append(" +").append(std::to_string(one));
    return key;
}

std::vector<std::uint64_t> sizes_of(std::vector<capture::attachment> const& all) {
    std::vector<std::uint64_t> sizes;
    for (auto const& one : all) sizes.push_back(one.bytes);
    return sizes;
}

std::string canonical_text(capture::payload const& said) {
    return said.value ? capture::canonical(*said.value) : said.text;
}

}  // namespace

answer_book::answer_book(std::vector<exchange> const& calls) {
    for (auto const& one : calls) {
        auto& of_method = chapters_[one.name];
        ++of_method.calls;
        const auto key = key_of(canonical_text(one.args), sizes_of(one.args.attachments));
        of_method.pages[key].answers.push_back(&one);
        if (one.args.redacted) of_method.with_hidden[key] = &one;
    }
}

exchange const* answer_book::next(std::string const& method, std::string_view args,
                                  std::vector<std::uint64_t> const& attachment_sizes) {
    const auto of_method = chapters_.find(method);
    if (of_method == chapters_.end()) return nullptr;
    const auto value = capture::parsed(args);
    const auto turn = [](page& of) {
        auto const* one = of.answers[of.next];
        if (of.next + 1 < of.answers.size()) ++of.next;
        return one;
    };
    auto& pages = of_method->second.pages;
    const auto found = pages.find(
        key_of(value ? capture::canonical(*value) : std::string{args}, attachment_sizes));
    if (found != pages.end()) return turn(found->second);
    if (!value) return nullptr;
    const comparison compare{{}};
    const succession none{{}};
    for (auto const& [key, one] : of_method->second.with_hidden)
        if (sizes_of(one->args.attachments) == attachment_sizes &&
            compare.of(*one->args.value, *value, none, true).empty())
            return turn(pages.at(key));
    return nullptr;
}

std::size_t answer_book::calls_of(std::string const& method) const {
    const auto found = chapters_.find(method);
    return found == chapters_.end() ? 0 : found->second.calls;
}

}  // namespace fairlead::cli::replay
