// SPDX-License-Identifier: MIT
//
// service_test — a broker under a service manager that the test plays.
#include "tests/support/catch.hpp"
#include "tests/support/datagram_inbox.hpp"
#include "tests/support/paths.hpp"
#include "tests/support/running_app.hpp"
#include "tests/support/temporary_directory.hpp"
#include "tests/system/plugin_app.hpp"

#include <csignal>

using namespace fairlead;
using namespace fairlead::tests;
using Catch::Matchers::Contains;

TEST_CASE("a service manager hears when the broker is ready, lives and ends", "[system][service]") {
    temporary_directory folder;
    runtime_folder where;
    folder.write("app/wails.json",
                 R"({"name":"served","fairlead":{"plugins":[)" + obedient_json("ob") + "]}}");
    const auto file = folder.path() / "notify";
    datagram_inbox manager{file};
    auto environment = where.environment();
    environment["NOTIFY_SOCKET"] = file.native();
    environment["WATCHDOG_USEC"] = "100000";
    child broker{
        {program("fairlead-broker"), {"--app-dir", (folder.path() / "app").native()}, environment}};
    const auto ready = manager.next_with("READY=1");
    CHECK_THAT(ready, Contains("STATUS=0 of 1 plugins ready"));
    manager.next_with("STATUS=1 of 1 plugins ready");
    for (int i = 0; i < 3; ++i) manager.next_with("WATCHDOG=1");
    broker.signal(SIGTERM);
    CHECK_THAT(manager.next_with("STOPPING=1"), Contains("STATUS="));
    CHECK(broker.wait() == 0);
}
