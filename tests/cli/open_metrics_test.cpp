// SPDX-License-Identifier: MIT
//
// open_metrics_test — the text against the rules of OpenMetrics 1.0, whatever names are like.
#include "cli/metrics/open_metrics.hpp"

#include "tests/support/catch.hpp"
#include "tests/support/open_metrics_checker.hpp"

using namespace fairlead;
using namespace fairlead::cli;
using Catch::Matchers::Contains;
using fairlead::tests::problem_of;

namespace {

top::moment busy() {
    top::moment made;
    auto& now = made.counters;
    now.app = "a \"quoted\" \\ name";
    now.pid = 1;
    now.totals[0] = 12;
    meter::values peer;
    peer.place = 1;
    peer.name = "line\nfeed";
    peer.role = 2;
    peer.pid = 1;
    peer.sessions = 1;
    peer.calls = 7;
    now.peers = {peer};
    meter::method_values method;
    method.name = "main.A";
    method.owner = 1;
    method.calls = 3;
    method.latency[20] = 2;
    method.latency.back() = 1;
    method.answer_ns = 9'500'000'000;
    auto cut = method;
    cut.name = std::string(92, 'x') + "…";
    cut.place = 2;
    auto other = cut;
    other.place = 3;
    auto spoof = method, others = method;
    spoof.name = others.name = meter::others;
    spoof.place = 4;
    now.methods = {method, cut, other, spoof, others};
    meter::values topic;
    topic.name = "tick";
    topic.calls = 9;
    now.topics = {topic};
    made.processes[1] = {.cpu_seconds = 0.25, .wakeups = 0, .resident_bytes = 4'096};
    return made;
}

}  // namespace

TEST_CASE("the checker finds what is wrong", "[cli][metrics]") {
    const std::string good = "# TYPE a counter\n# HELP a Text\na_total{x=\"1\"} 2\n# EOF\n";
    CHECK(problem_of(good).empty());
    for (auto const* bad :
         {"", "# TYPE a counter\na_total 1\n", "# TYPE a counter\na 1\n# EOF\n", "a 1\n# EOF\n",
          "# TYPE a gauge\na 1.2.3\n# EOF\n", "# TYPE a gauge\n\n# EOF\n",
          "# TYPE a_total counter\na_total_total 1\n# EOF\n",
          "# TYPE a gauge\na 1\n# HELP a Late\n# EOF\n",
          "# TYPE a gauge\na{x=\"1\",y=\"2\"} 1\na{y=\"2\",x=\"1\"} 1\n# EOF\n",
          "# TYPE a gauge\na{1x=\"1\"} 1\n# EOF\n", "# TYPE a gauge\na{x=\"\\t\"} 1\n# EOF\n",
          "# TYPE a histogram\na_bucket{le=\"+Inf\"} 1\na_count 1\n# EOF\n",
          "# TYPE a gauge\na{x=\"1} 1\n# EOF\n", "# TYPE a gauge\na 1\na 2\n# EOF\n",
          "# TYPE a gauge\n# TYPE a gauge\n# EOF\n", "# TYPE a gauge\nb 1\n# EOF\n",
          "# TYPE a histogram\na_bucket{le=\"1\"} 1\na_count 1\na_sum 1\n# EOF\n",
          "# TYPE a histogram\na_bucket{le=\"1\"} 2\na_bucket{le=\"+Inf\"} 1\na_count 1\na_sum "
          "1\n# EOF\n"}) {
        CAPTURE(bad);
        CHECK_FALSE(problem_of(bad).empty());
    }
}

TEST_CASE("metrics keep the rules, whatever names are like", "[cli][metrics]") {
    const auto text = metrics::open_metrics(busy());
    CHECK(problem_of(text) == "");
    CHECK_THAT(text, Contains(R"(fairlead_up{app="a \"quoted\" \\ name"} 1)"));
    CHECK_THAT(text, Contains(R"(peer="line\nfeed")"));
    CHECK_THAT(text, Contains("le=\"+Inf\"} 3\n"));
    CHECK_THAT(text, Contains("fairlead_method_latency_seconds_sum{") && Contains("} 9.5\n"));
    CHECK_THAT(text, Contains("fairlead_events_dropped_total{"));
    CHECK_THAT(text, Contains(",row=\"3\""));
    auto dead = busy();
    dead.counters.state = meter::broker_state::died;
    dead.processes.clear();
    const auto last = metrics::open_metrics(dead);
    CHECK(problem_of(last) == "");
    CHECK_THAT(last, Contains("fairlead_up{app=\"a \\\"quoted\\\" \\\\ name\"} 0\n"));
    CHECK(last.find("memory_bytes{") == std::string::npos);
}
