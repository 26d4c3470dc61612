// SPDX-License-Identifier: MIT
//
// confinement_test — plugins that want too much, under a broker.
#include "tests/support/catch.hpp"
#include "tests/system/plugin_app.hpp"

using namespace fairlead;
using namespace fairlead::tests;
using Catch::Matchers::Contains;

namespace {

std::string shell_json(std::string const& script, std::string const& more) {
    return R"({"name":"sh","exec":"/bin/sh","args":["-c",")" + script + "\"]," + more + "}";
}

}  // namespace

TEST_CASE("a plugin that forks without end is ended, and named", "[system]") {
    plugin_app app{shell_json("while :; do sleep 100 & done",
                              R"("limits":{"processes":20},"restart":"never")")};
    app.wait_for_state("sh", "failed");
    CHECK_THAT(app.status("sh"), Contains("processes, more than its limit"));
    app.broker.wait_for_log("plugin 'sh' is given up: it had ");
}

TEST_CASE("a plugin that takes all memory meets its limit, not the machine's", "[system]") {
    plugin_app app{shell_json("x=aaaaaaaaaaaaaaaa; while :; do x=$x$x; done",
                              R"("limits":{"memory":"64MiB"},"restart":"never")")};
    app.wait_for_state("sh", "failed");
    const auto status = app.status("sh");
    const std::string key = R"("memoryPeakKiB":)";
    const auto at = status.find(key);
    REQUIRE(at != status.npos);
    CHECK(std::atol(status.c_str() + at + key.size()) < 80 * 1'024);
}

TEST_CASE("the status says what is in force", "[system]") {
    plugin_app app{obedient_json("ob", R"(,"limits":{"files":99},"sandbox":{"write":["data"]})")};
    CHECK(app.value("ob.echo", "[1]") == "[1]");
    CHECK_THAT(app.status("ob"), Contains(R"("inForce":["no new privileges","99 open files)"));
    CHECK_THAT(app.status("ob"), Contains("Landlock") || Contains("this kernel has no Landlock"));
}
