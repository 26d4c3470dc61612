// SPDX-License-Identifier: MIT
//
// self_check — payloads, histogram and medians against answers that are known.
#include "benchmarks/runner/self_check.hpp"
#include "benchmarks/runner/page.hpp"
#include "benchmarks/runner/results.hpp"
#include "benchmarks/support/histogram.hpp"
#include "benchmarks/support/payload.hpp"
#include "benchmarks/support/work.hpp"

#include <algorithm>
#include <cmath>
#include <stdexcept>
#include <string>

namespace fairlead::bench {
namespace {

void require(bool holds, char const* what) {
    if (!holds) throw std::logic_error{std::string{"self-check: "} + what};
}

template <class Deed>
bool is_refused(Deed&& deed) {
    try {
        deed();
        return false;
    } catch (broken_payload const&) {
        return true;
    }
}

void check_payload(std::size_t size) {
    payload sent{size};
    const auto bytes = sent.stamp(41);
    std::vector<std::byte> came(bytes.begin(), bytes.end());
    require(sent.number_of(came) == 41 && !is_refused([&] { sent.verify(came, 41); }),
            "a good answer is refused");
    require(is_refused([&] { sent.verify(came, 42); }), "another message passes for the right one");
    for (std::size_t at = 0; at < size; ++at) {
        came[at] ^= std::byte{0x10};
        require(is_refused([&] { sent.verify(came, 41); }), "a damaged byte is not noticed");
        came[at] ^= std::byte{0x10};
    }
    const auto shorter = std::span{came}.first(size - 1);
    require(is_refused([&] { sent.verify(shorter, 41); }), "a shorter answer is not noticed");
}

void check_ledger() {
    payload sent{64};
    ledger calls{sent, 2};
    histogram rtt;
    const auto first = calls.open(), second = calls.open();
    const auto answer = [&](std::uint64_t number) {
        const auto bytes = sent.stamp(number);
        return is_refused([&] { calls.settle(bytes, rtt); });
    };
    require(!answer(second) && !answer(first) && calls.is_empty(), "an answer is refused");
    require(answer(first), "an answer that comes twice is not noticed");
    calls.open();
    require(answer(first + 1'000), "an answer to nothing is not noticed");
    require(rtt.count() == 2, "answers are counted wrong");
}

void check_histogram() {
    histogram all;
    for (nanoseconds duration = 1; duration <= 100'000; ++duration) all.record(duration);
    for (const auto share : {.001, .5, .9, .99, .999})
        require(std::abs(all.percentile(share) / (share * 100'000) - 1) < .01,
                "a percentile is wrong");
    require(all.max() == 100'000 && all.percentile(1) <= all.max(), "the maximum is wrong");
}

void check_medians() {
    const auto of = [](std::initializer_list<double> values) {
        std::vector<sample> all;
        for (const auto value : values) {
            all.emplace_back();
            all.back().p50 = value;
        }
        return all;
    };
    require(median(of({3, 1, 2}), &sample::p50) == 2, "an odd median is wrong");
    require(median(of({4, 1, 3, 2}), &sample::p50) == 2.5, "an even median is wrong");
    const auto range = spread(of({3, 1, 2}), &sample::p50);
    require(range.min == 1 && range.max == 3, "a spread is wrong");
}

void check_page() {
    const auto page =
        parse_page(R"({"page":[{"path":"a","rtt_us":{"p50":2},"rounds":3,)"
                   R"("spread":{"min":{"rtt_us":{"p50":1}},"max":{"rtt_us":{"p50":4}}}}]})");
    require(page.rounds == 3 && page.ways.size() == 1 && page.ways[0].name == "a",
            "a page's rounds are read wrong");
    auto const& p50 = page.ways[0].p50;
    require(p50.middle == 2 && p50.low == 1 && p50.high == 4, "a page's figures are read wrong");
    require(page.ways[0].calls_per_s.middle == 0, "what was not measured has a figure");
}

}  // namespace

void check_ourselves() {
    for (const std::size_t size : {16, 64, 100, 5'003}) check_payload(size);
    check_ledger();
    check_histogram();
    check_medians();
    check_page();
}

}  // namespace fairlead::bench
