// SPDX-License-Identifier: MIT
//
// fuzz_capture — any bytes as a capture's file: refused with its line, or a plan whose order of
// answers is one, and whose answers are found by the arguments that they were given for.
#include "cli/capture/json_text.hpp"
#include "cli/replay/answer_book.hpp"
#include "cli/replay/plan.hpp"
#include "tests/fuzz/input.hpp"

#include <boost/json.hpp>

#include <algorithm>
#include <sstream>
#include <string>

using namespace fairlead::cli;

namespace {

void check(replay::plan const& made) {
    FAIRLEAD_ASSERT(made.answer_order.size() == made.calls.size());
    auto places = made.answer_order;
    std::ranges::sort(places);
    for (std::size_t i = 0; i < places.size(); ++i) FAIRLEAD_ASSERT(places[i] == i);
    for (auto const& one : made.calls) {
        FAIRLEAD_ASSERT(one.is_answered && !one.has_items && one.args.missing.empty());
        FAIRLEAD_ASSERT(one.answers_before <= made.calls.size());
    }
}

void check_answers(std::vector<replay::exchange> const& calls) {
    replay::answer_book book{calls};
    for (auto const& one : calls) {
        std::vector<std::uint64_t> sizes;
        for (auto const& part : one.args.attachments) sizes.push_back(part.bytes);
        const auto args = one.args.value ? boost::json::serialize(*one.args.value) : one.args.text;
        auto const* found = book.next(one.name, args, sizes);
        FAIRLEAD_ASSERT(!one.args.value || found != nullptr);
        FAIRLEAD_ASSERT(found == nullptr || found->name == one.name);
    }
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(std::uint8_t const* data, std::size_t size) {
    std::istringstream from{std::string{reinterpret_cast<char const*>(data), size}};
    capture::recording all;
    try {
        all = capture::read(from);
    } catch (capture::bad_capture const& problem) {
        FAIRLEAD_ASSERT(std::string_view{problem.what()}.starts_with("line "));
        return 0;
    }
    check(replay::plan_of(all, replay::use::calling, "", ""));
    const auto served = replay::plan_of(std::move(all), replay::use::answering, "", "");
    check(served);
    check_answers(served.calls);
    return 0;
}
