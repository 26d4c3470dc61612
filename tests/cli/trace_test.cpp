// SPDX-License-Identifier: MIT
//
// trace_test — hops of a call, tables of many, and the file that a viewer opens.
#include "cli/trace/call_record.hpp"
#include "cli/trace/chrome_trace.hpp"
#include "cli/trace/hop_table.hpp"

#include "tests/support/catch.hpp"
#include "tests/support/chrome_trace_check.hpp"

#include <numeric>

using namespace fairlead::cli;
using namespace fairlead::cli::trace;
using namespace fairlead::tests;
using Catch::Matchers::Contains;

namespace {

std::string record(std::string_view points, std::string_view more = "",
                   std::uint64_t start = 1'000'000) {
    return R"({"time":1.5,"method":"main.A","from":"cli","session":3,"id":17,"to":"greeter",)"
           R"("provider":1,"outcome":"ok","start":)" +
           std::to_string(start) + R"(,"points":[)" + std::string{points} + "]" +
           std::string{more} + "}";
}

constexpr std::string_view all_points = "0,1000,3000,6000,10000,15000,21000,28000,36000,45000,"
                                        "55000,66000";
constexpr std::string_view no_points_of_peers =
    "null,null,0,3000,null,null,null,null,20000,21000,null,null";
constexpr std::string_view no_answer =
    "0,1000,3000,6000,null,null,null,null,null,50000,51000,52000";
constexpr std::string_view refused = "0,1000,3000,null,null,null,null,null,null,4000,5000,6000";

call_record call_of(std::string_view points, std::uint64_t start = 1'000'000) {
    const auto call = call_record::parse(record(points, "", start));
    REQUIRE(call);
    return *call;
}

std::uint64_t sum_of(std::vector<hop> const& hops) {
    return std::accumulate(hops.begin(), hops.end(), std::uint64_t{0},
                           [](auto sum, hop const& one) { return sum + one.ns; });
}

}  // namespace

TEST_CASE("the hops of a call sum to its whole, whatever is known of it", "[cli][trace]") {
    for (const auto points : {all_points, no_points_of_peers, no_answer, refused}) {
        CAPTURE(points);
        const auto call = call_of(points);
        CHECK(sum_of(hops_of(call)) == call.whole_ns());
        CHECK(call.whole_ns() > 0);
    }
    CHECK(hops_of(call_of(all_points)).size() == 11);
    CHECK(call_of(all_points).whole_ns() == 66'000);
}

TEST_CASE("hops say whose they are, and what nobody has told", "[cli][trace]") {
    const auto names = [](std::string_view points) {
        std::string all;
        for (auto const& one : hops_of(call_of(points)))
            all += std::string{name_of(one.from, one.to)} + "|";
        return all;
    };
    CHECK(names(all_points) ==
          "asker writes|ring to the broker|broker, call|ring to the provider|queue of the "
          "provider|handler|provider writes|ring to the broker, back|broker, answer|ring to the "
          "asker|asker reads|");
    CHECK(names(no_points_of_peers) == "broker, call|provider, not told|broker, answer|");
    CHECK_THAT(names(no_answer), Contains("|no answer of the provider|"));
    CHECK_THAT(names(refused), Contains("|broker, refused|"));
}

TEST_CASE("what is no record of a call is none", "[cli][trace]") {
    CHECK_FALSE(call_record::parse("{\"skipped\":3}"));
    CHECK_FALSE(call_record::parse("no JSON"));
    CHECK_FALSE(call_record::parse(record("0,1,2")));
    CHECK_FALSE(call_record::parse(record("0,5,3,4,5,6,7,8,9,10,11,12")));  // Not in order.
    CHECK_FALSE(call_record::parse(record("0,-5,3,4,5,6,7,8,9,10,11,12")));
    CHECK_FALSE(call_record::parse(record(R"("x",1,2,3,4,5,6,7,8,9,10,11)")));
}

TEST_CASE("a single call is shown hop by hop", "[cli][trace]") {
    const auto text = table_of({call_of(all_points)}, colours{false}, true);
    CHECK_THAT(text, Contains("main.A  cli → greeter  66 us"));
    CHECK_THAT(text, Contains("handler") && Contains("9.1 %"));
    CHECK_THAT(text, !Contains("P99"));
}

TEST_CASE("many calls are shown by method, with their shares", "[cli][trace]") {
    auto doubtful = *call_record::parse(record(no_points_of_peers, R"(,"doubt":"gree\u001bter")"));
    auto failed = call_of(no_answer);
    failed.method = "main.B";
    failed.outcome = "timeout";
    const auto text = table_of({call_of(all_points), doubtful, failed}, colours{false}, true);
    CHECK_THAT(text, Contains("METHOD") && Contains("main.A  2") && Contains("P99"));
    CHECK_THAT(text, Contains("the times that 'gree?ter' tells do not fit"));
    const auto bare = table_of({call_of(all_points), failed}, colours{false}, false);
    CHECK_THAT(bare, !Contains("METHOD") && !Contains("SHARE"));
}

TEST_CASE("the file has a process a peer, slices within each other, and arrows", "[cli][trace]") {
    const auto made = read_chrome_trace(chrome_trace_of({call_of(all_points)}, "notes"));
    CHECK(made.processes ==
          std::map<std::int64_t, std::string>{{1, "broker"}, {2, "greeter"}, {4, "cli"}});
    CHECK(made.slices_of("cli") == 3);
    CHECK(made.slices_of("greeter") == 4);
    CHECK(made.slices_of("broker") == 2);
    CHECK(made.flows == 4);
}

TEST_CASE("calls that overlap do not spoil each other's rows", "[cli][trace]") {
    std::vector<call_record> calls;
    for (std::uint64_t i = 0; i < 40; ++i) {
        calls.push_back(call_of(all_points, 1'000'000 + i * 7'300));
        calls.push_back(call_of(no_answer, 1'000'000 + i * 9'100));
        calls.push_back(call_of(refused, 1'000'000 + i * 11'300));
        calls.push_back(call_of(no_points_of_peers, 1'000'000 + i * 3'100));
    }
    std::ranges::reverse(calls);
    const auto made = read_chrome_trace(chrome_trace_of(calls, "notes"));
    CHECK(made.slices.size() > 4);
    CHECK(made.flows == 40 * (4 + 2 + 2));
}

TEST_CASE("a file without calls is one, too", "[cli][trace]") {
    CHECK(read_chrome_trace(chrome_trace_of({}, "notes")).slices.empty());
}

TEST_CASE("the checker of files finds what is wrong with one", "[cli][trace]") {
    const auto file = [](std::string const& events) {
        return R"({"traceEvents":[{"ph":"M","name":"process_name","pid":1,"tid":0,)"
               R"("args":{"name":"x"}},)" +
               events + "]}";
    };
    const std::string slice = R"({"ph":"X","name":"a","cat":"c","pid":1,"tid":1,"ts":10,"dur":5})";
    CHECK(read_chrome_trace(file(slice)).slices.size() == 1);
    CHECK_THROWS(
        read_chrome_trace(file(R"({"ph":"X","name":"a","cat":"c","pid":1,"tid":1,"ts":1})")));
    CHECK_THROWS(read_chrome_trace(
        file(slice + R"(,{"ph":"X","name":"b","cat":"c","pid":1,"tid":1,"ts":12,"dur":5})")));
    CHECK_THROWS(read_chrome_trace(
        file(slice + R"(,{"ph":"s","name":"r","cat":"c","pid":1,"tid":1,"ts":12,"id":1})")));
    CHECK_THROWS(read_chrome_trace(
        file(R"({"ph":"X","name":"a","cat":"c","pid":9,"tid":1,"ts":10,"dur":5})")));
}
