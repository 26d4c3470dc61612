// SPDX-License-Identifier: MIT
//
// page_report, figure_tree — what several windows measured becomes one figure each.
#include "cli/bench/page_bench.hpp"
#include "cli/output/figure_tree.hpp"

#include "tests/support/catch.hpp"

#include <boost/json.hpp>

using namespace fairlead::cli;
namespace json = boost::json;

namespace {

/// A round whose every figure follows from `unit`.
page_run round_of(double unit) {
    const json::object both{{"up", unit * 4}, {"down", unit * 5}};
    const auto load = [&](int bytes) {
        return json::object{{"bytes", bytes}, {"string_ms", both}, {"binary_ms", both}};
    };
    const json::object measured{
        {"rtt_us", {{"p50", unit}, {"p90", unit * 2}, {"p99", unit * 3}}},
        {"rtt_cold_us", {{"p50", unit}, {"p90", unit * 2}, {"p99", unit * 3}}},
        {"calls_per_s", unit * 1e5},
        {"payloads", json::array{load(1 << 10), load(16 << 20)}}};
    page_run run;
    run.measured = json::serialize(measured);
    run.first_call_ms = unit * 100;
    run.idle = {1'000'000, 2'000'000, 3'000'000, 4'000'000};
    run.idle_all = 9'000'000;
    run.peak = {5'000'000, 6'000'000, 7'000'000, 8'000'000};
    return run;
}

std::vector<page_result> three_rounds() {
    return {{"in-page", {round_of(1.5), round_of(0.5), round_of(1.0)}},
            {"wails-style", {round_of(4), round_of(5), round_of(3)}}};
}

}  // namespace

TEST_CASE("a page's figures are medians with their spread, under the keys that others read",
          "[cli]") {
    const auto text = page_json(three_rounds());
    const auto page = json::parse(text).at("page");
    auto const& first = page.at(0).as_object();
    CHECK(first.at("path") == "in-page");
    CHECK(page.at(1).at("path") == "wails-style");
    CHECK(first.at("rtt_us").at("p50").to_number<double>() == 1);
    CHECK(first.at("rtt_us").at("p99").to_number<double>() == 3);
    CHECK(first.at("calls_per_s").to_number<double>() == 1e5);
    CHECK(first.at("string_16m_ms").at("up").to_number<double>() == 4);
    CHECK(first.at("binary_16m_ms").at("down").to_number<double>() == 5);
    CHECK(first.at("memory_bytes").to_number<int>() == 9'000'000);
    CHECK(first.at("resident_bytes").at("peak").at("web").to_number<int>() == 8'000'000);
    CHECK(first.at("rounds").to_number<int>() == 3);
    CHECK(first.at("spread").at("min").at("rtt_us").at("p50").to_number<double>() == 0.5);
    CHECK(first.at("spread").at("max").at("first_call_ms").to_number<double>() == 150);
    CHECK(text.find('E') == std::string::npos);  // People read it, too.
}

TEST_CASE("a page's table says what each figure is of the Wails-style one", "[cli]") {
    const auto text = page_table(three_rounds());
    CHECK(text.find("in-page      1.0     0.25     2.0     3.0     0.25 ") != std::string::npos);
    CHECK(text.find("wails-style  4.0     1.00 ") != std::string::npos);
    CHECK(text.find("in-page      16 MiB  4.0           0.25     5.0      0.25 ") !=
          std::string::npos);
}

TEST_CASE("several measurements of one shape become one", "[cli]") {
    const std::vector<json::value> all{json::parse(R"({"a":[1,{"b":10}],"n":"x"})"),
                                       json::parse(R"({"a":[4,{"b":20}],"n":"y"})")};
    CHECK(figure_text(combined(all, median_of)) == R"({"a":[2.5,{"b":15}],"n":"x"})");
    CHECK(figure_text(combined(all, [](auto const& one) { return one.back(); })) ==
          R"({"a":[4,{"b":20}],"n":"x"})");
    CHECK(figure_text(json::parse("[1E-1,1E6,null,\"1E6\"]")) == R"([0.1,1000000,null,"1E6"])");
    CHECK(median_of({1, 2, 9}) == 2);
}
