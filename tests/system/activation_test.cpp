// SPDX-License-Identifier: MIT
//
// activation_test — a broker that is handed the socket to listen with, and who knocked before.
#include "tests/support/catch.hpp"
#include "tests/support/temporary_directory.hpp"
#include "tests/system/handed_socket.hpp"
#include "tests/system/plugin_app.hpp"

#include <fcntl.h>

#include <cstdlib>
#include <fstream>
#include <iterator>

using namespace fairlead;
using namespace fairlead::tests;
using Catch::Matchers::Contains;

namespace {

struct activated_app {
    temporary_directory folder;
    runtime_folder where;
    std::filesystem::path app = folder.path() / "app";
    std::filesystem::path socket = socket_place(where, "served");

    explicit activated_app(std::string const& plugins = "") {
        folder.write("app/wails.json",
                     R"({"name":"served","fairlead":{"plugins":[)" + plugins + "]}}");
    }
    /// Knocks; its answer comes when there is a broker.
    child list() const {
        return child{{program("fairlead"),
                      {"list", "--app", "served", "--json=short"},
                      where.environment()}};
    }
    child start(unique_fd const& handed, std::string const& count = "1") const {
        return child{broker_with(where, app, handed.get(), count)};
    }
    /// What is said of something that a broker does not take.
    std::string refusal(unique_fd const& given, std::string const& count = "1") const {
        auto broker = start(given, count);
        CHECK(broker.wait() == 1);
        return broker.errors();
    }
};

void check_answered(child& list) {
    CHECK_THAT(list.read_all(), Contains("\"app\":\"served\""));
    CHECK(list.wait() == 0);
}

std::string environment_of(pid_t pid) {
    std::ifstream file{"/proc/" + std::to_string(pid) + "/environ", std::ios::binary};
    return {std::istreambuf_iterator<char>{file}, {}};
}

}  // namespace

TEST_CASE("who knocked before there was a broker is served by it", "[system][service]") {
    const activated_app served;
    const auto socket = listen_at(served.socket);
    auto early = served.list();
    wait_for_knock(socket);
    auto broker = served.start(socket);
    check_answered(early);

    SECTION("what was handed over stays, and so does who knocks while no broker is there") {
        broker.signal(SIGTERM);
        CHECK(broker.wait() == 0);
        CHECK(std::filesystem::is_socket(served.socket));
        auto between = served.list();
        wait_for_knock(socket);
        auto next = served.start(socket);
        check_answered(between);
    }
    SECTION("a second one is refused, and takes nothing away") {
        auto second = served.start(socket);
        CHECK(second.wait() == 69);
        CHECK_THAT(second.errors(), Contains("running already"));
        CHECK(std::filesystem::is_socket(served.socket));
        auto later = served.list();
        CHECK(later.wait() == 0);
    }
}

TEST_CASE("a broker by hand leaves a socket alone that a service manager listens with",
          "[system][service]") {
    const activated_app served;
    const auto socket = listen_at(served.socket);
    child broker{
        {program("fairlead-broker"), {"--app-dir", served.app}, served.where.environment()}};
    CHECK(broker.wait() == 69);
    CHECK_THAT(broker.errors(), Contains(".socket of systemctl --user"));
    auto early = served.list();
    wait_for_knock(socket);  // Nobody else has heard of it.
}

TEST_CASE("plugins are told nothing of what their broker was handed", "[system][service]") {
    const activated_app served{obedient_json("ob", R"(,"passEnv":["LISTEN_*","JOURNAL_*"])")};
    const auto socket = listen_at(served.socket);
    auto broker = served.start(socket);
    const auto answer = run_fairlead(served.where, {"call", "ob.pid", "--app", "served"});
    REQUIRE(answer.code == 0);
    CHECK_THAT(environment_of(std::stoi(answer.out)),
               Contains("FAIRLEAD_NAME=ob") && !Contains("LISTEN_"));
}

TEST_CASE("a broker says what it was handed, and what it wants", "[system][service]") {
    const activated_app served;
    const auto file = served.folder.write("file", "");
    unique_fd other{::open(file.c_str(), O_RDONLY)};
    const auto wanted =
        "wanted is a listening SOCK_STREAM socket of this user at " + served.socket.native();
    CHECK_THAT(served.refusal(other), Contains("is not a socket") && Contains(wanted));
    other.reset(::socket(AF_INET, SOCK_STREAM, 0));
    CHECK_THAT(served.refusal(other), Contains("is a network socket"));
    other.reset(::socket(AF_UNIX, SOCK_STREAM, 0));
    CHECK_THAT(served.refusal(other), Contains("does not listen"));
    other = listen_at(served.folder.path() / "elsewhere");
    CHECK_THAT(served.refusal(other),
               Contains("listens at " + (served.folder.path() / "elsewhere").native()));
    CHECK_THAT(served.refusal(other, "2"),
               Contains("LISTEN_FDS=2 (broker.socket)") && Contains("takes one descriptor"));
    other = listen_at(served.socket, SOCK_SEQPACKET);
    CHECK_THAT(served.refusal(other), Contains("ListenSequentialPacket="));
    std::filesystem::remove(served.socket);
    other = listen_at(served.socket);
    std::filesystem::remove(served.socket);
    CHECK_THAT(served.refusal(other), Contains("not there any more"));
}

TEST_CASE("descriptors for another process are nothing to a broker", "[system][service]") {
    const activated_app served;
    auto environment = served.where.environment();
    environment["LISTEN_PID"] = "1";
    environment["LISTEN_FDS"] = "1";
    child broker{{program("fairlead-broker"), {"--app-dir", served.app}, environment}};
    eventually("it listens with a socket of its own",
               [&] { return std::filesystem::is_socket(served.socket); });
    auto list = served.list();
    CHECK(list.wait() == 0);
    broker.signal(SIGTERM);
    CHECK(broker.wait() == 0);
    CHECK_FALSE(std::filesystem::exists(served.socket));
}

TEST_CASE("systemd-socket-activate starts a broker for who knocks", "[system][service]") {
    if (std::system("command -v systemd-socket-activate >/dev/null 2>&1") != 0) {
        WARN("not tried: there is no systemd-socket-activate (Debian: systemd)");
        return;
    }
    const activated_app served;
    child activator{
        {"/usr/bin/env",
         {"systemd-socket-activate", "--listen=" + served.socket.native(), "-E", "XDG_RUNTIME_DIR",
          "-E", "XDG_STATE_HOME", program("fairlead-broker"), "--app-dir", served.app},
         served.where.environment()}};
    eventually("it listens", [&] { return std::filesystem::is_socket(served.socket); });
    // Bound first, listening a moment later.
    eventually("somebody is served", [&] {
        auto list = served.list();
        return list.read_all().find("\"app\":\"served\"") != std::string::npos && list.wait() == 0;
    });
    activator.signal(SIGTERM);  // It has become the broker.
    CHECK(activator.wait() == 0);
    CHECK(std::filesystem::is_socket(served.socket));
}
