// SPDX-License-Identifier: MIT
//
// metrics_test — what a real broker counts, as Prometheus reads it.
#include "tests/support/catch.hpp"
#include "tests/support/open_metrics_checker.hpp"
#include "tests/support/running_app.hpp"
#include "tests/system/plugin_app.hpp"

#include <csignal>

using namespace fairlead::tests;
using Catch::Matchers::Contains;

namespace {

struct metered_app {
    plugin_app app;
    runtime_folder nowhere;

    std::string metrics() const {
        const auto ended =
            run_fairlead(nowhere, {"metrics", "--socket", app.broker.socket().native()});
        CHECK(ended.code == 0);
        CHECK(problem_of(ended.out) == "");
        return ended.out;
    }
};

}  // namespace

TEST_CASE("metrics are in the form that Prometheus reads", "[system][metrics]") {
    metered_app all;
    for (int i = 0; i < 3; ++i) all.app.value("ob.echo", "[1]");
    const auto text = all.metrics();
    CHECK_THAT(text, Contains("fairlead_up{app=\"") && Contains("\"} 1\n"));
    CHECK_THAT(text, Contains(",method=\"ob.echo\",peer=\"ob\"} 3\n"));
    CHECK_THAT(text, Contains(",method=\"ob.echo\",peer=\"ob\",le=\"+Inf\"} 3\n"));
    CHECK_THAT(text, Contains("fairlead_peer_memory_bytes{") &&
                         Contains(",role=\"plugin\",peer=\"ob\"} "));
}

TEST_CASE("metrics of a broker that was killed are its last ones", "[system][metrics]") {
    metered_app all;
    all.app.value("ob.echo", "[1]");
    all.app.broker.signal(SIGKILL);
    all.app.broker.wait_for_end();
    const auto text = all.metrics();
    CHECK_THAT(text, Contains("\"} 0\n# TYPE fairlead_start_time_seconds gauge\n"));
    CHECK_THAT(text, Contains(",method=\"ob.echo\",peer=\"ob\"} 1\n"));
    CHECK(text.find("broker_cpu") == std::string::npos);
}
