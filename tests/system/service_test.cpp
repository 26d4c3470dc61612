// SPDX-License-Identifier: MIT
//
// service_test — a broker under a service manager that the test plays.
#include "tests/support/catch.hpp"
#include "tests/support/paths.hpp"
#include "tests/support/running_app.hpp"
#include "tests/support/temporary_directory.hpp"
#include "tests/system/plugin_app.hpp"

#include <fairlead/vocabulary/unique_fd.hpp>

#include <poll.h>
#include <sys/socket.h>
#include <sys/un.h>

#include <array>
#include <csignal>
#include <cstring>

using namespace fairlead;
using namespace fairlead::tests;
using Catch::Matchers::Contains;

namespace {

class service_manager {
public:
    explicit service_manager(std::filesystem::path const& file) {
        sockaddr_un at{};
        at.sun_family = AF_UNIX;
        std::strncpy(at.sun_path, file.c_str(), sizeof at.sun_path - 1);
        REQUIRE(::bind(socket_.get(), reinterpret_cast<sockaddr const*>(&at), sizeof at) == 0);
    }
    std::string next() {
        pollfd waits{socket_.get(), POLLIN, 0};
        if (::poll(&waits, 1, static_cast<int>(patience().count())) != 1)
            throw std::runtime_error{"the service manager is told nothing"};
        std::array<char, 4'096> text;
        const auto length = ::recv(socket_.get(), text.data(), text.size(), 0);
        return {text.data(), static_cast<std::size_t>(length)};
    }
    std::string next_with(std::string const& part) {
        for (;;)
            if (auto text = next(); text.find(part) != std::string::npos) return text;
    }

private:
    unique_fd socket_{::socket(AF_UNIX, SOCK_DGRAM | SOCK_CLOEXEC, 0)};
};

}  // namespace

TEST_CASE("a service manager hears when the broker is ready, lives and ends", "[system][service]") {
    temporary_directory folder;
    runtime_folder where;
    folder.write("app/wails.json",
                 R"({"name":"served","fairlead":{"plugins":[)" + obedient_json("ob") + "]}}");
    const auto file = folder.path() / "notify";
    service_manager manager{file};
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
