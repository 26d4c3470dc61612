// SPDX-License-Identifier: MIT
//
// daemons — both buses with everything allowed and generous limits, so that none refuses the work.
#include "benchmarks/peers/dbus/daemons.hpp"
#include "benchmarks/peers/dbus/bus.hpp"
#include "benchmarks/support/byte_stream.hpp"

#include <fcntl.h>
#include <sys/prctl.h>
#include <sys/socket.h>
#include <sys/wait.h>
#include <unistd.h>

#include <cerrno>
#include <csignal>
#include <fstream>
#include <system_error>

namespace fairlead::bench::dbus {
namespace {

constexpr auto dbus_daemon_config = R"(<!DOCTYPE busconfig PUBLIC
 "-//freedesktop//DTD D-Bus Bus Configuration 1.0//EN"
 "http://www.freedesktop.org/standards/dbus/1.0/busconfig.dtd">
<busconfig>
  <type>session</type>
  <listen>unix:path=SOCKET</listen>
  <auth>EXTERNAL</auth>
  <policy context="default">
    <allow send_destination="*" eavesdrop="true"/>
    <allow eavesdrop="true"/>
    <allow own="*"/>
  </policy>
  <limit name="max_incoming_bytes">1000000000</limit>
  <limit name="max_outgoing_bytes">1000000000</limit>
  <limit name="max_message_size">134217728</limit>
  <limit name="max_replies_per_connection">50000</limit>
</busconfig>
)";

constexpr auto max_bytes = "1073741824";

/// Everybody may connect, own any name, send and receive anything.
void append_policy(sd_bus_message* to) {
    constexpr auto batch = "bta(btbs)a(btssssuutt)a(btssssuutt)";
    const std::string contents = "a(u(bta(btbs)a(btssssuutt)a(btssssuutt)))"
                                 "a(buu(bta(btbs)a(btssssuutt)a(btssssuutt)))a(ss)bs";
    const auto open = [&](char kind, char const* of) {
        check(sd_bus_message_open_container(to, kind, of), "policy");
    };
    const auto close = [&] { check(sd_bus_message_close_container(to), "policy"); };
    constexpr std::uint64_t priority = 1, first_fd = 0, last_fd = UINT64_MAX;

    open('v', ('(' + contents + ')').c_str());
    open('r', contents.c_str());
    open('a', "(u(bta(btbs)a(btssssuutt)a(btssssuutt)))");
    open('r', "u(bta(btbs)a(btssssuutt)a(btssssuutt))");
    check(sd_bus_message_append(to, "u", UINT32_MAX), "policy");  // Every user.
    open('r', batch);
    check(sd_bus_message_append(to, "bt", 1, priority), "policy");                 // Connect.
    check(sd_bus_message_append(to, "a(btbs)", 1, 1, priority, 1, ""), "policy");  // Own.
    for (int send_then_receive = 0; send_then_receive < 2; ++send_then_receive)
        check(sd_bus_message_append(to, "a(btssssuutt)", 1, 1, priority, "", "", "", "", 0u, 0u,
                                    first_fd, last_fd),
              "policy");
    close();
    close();
    close();
    check(sd_bus_message_append(to, "a(buu(bta(btbs)a(btssssuutt)a(btssssuutt)))", 0), "policy");
    check(sd_bus_message_append(to, "a(ss)", 0), "policy");
    check(sd_bus_message_append(to, "bs", 0, "session"), "policy");
    close();
    close();
}

[[noreturn]] void become(char const* program, std::initializer_list<std::string> arguments) {
    std::vector<char*> list{const_cast<char*>(program)};
    for (auto const& argument : arguments) list.push_back(const_cast<char*>(argument.c_str()));
    list.push_back(nullptr);
    ::execvp(program, list.data());
    throw std::system_error{errno, std::generic_category(), program};
}

}  // namespace

std::filesystem::path bus_socket(std::filesystem::path const& dir) { return dir / "bus.sock"; }

void run_dbus_daemon(std::filesystem::path const& dir) {
    const auto config = dir / "bus.conf";
    std::string text{dbus_daemon_config};
    text.replace(text.find("SOCKET"), 6, bus_socket(dir).string());
    std::ofstream{config} << text;
    become("dbus-daemon", {"--nofork", "--config-file=" + config.string()});
}

void run_dbus_broker(std::filesystem::path const& dir) {
    std::string machine{"00000000000000000000000000000001"};
    int ends[2];
    if (::socketpair(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0, ends) != 0)
        throw std::system_error{errno, std::generic_category(), "socketpair"};
    unique_fd ours{ends[0]}, theirs{ends[1]};
    const auto child = ::fork();
    if (child == 0) {
        ::prctl(PR_SET_PDEATHSIG, SIGKILL);  // A bus that nobody controls is of no use.
        ::fcntl(theirs.get(), F_SETFD, 0);
        become("dbus-broker", {"--controller", std::to_string(theirs.get()), "--machine-id",
                               machine, "--max-bytes", max_bytes, "--max-objects", "16777216"});
    }
    theirs.reset();

    const auto controller = make_bus();
    const auto fd = ours.release();
    check(sd_bus_set_fd(controller.get(), fd, fd), "sd_bus_set_fd");
    check(sd_bus_start(controller.get()), "sd_bus_start");
    const auto listener = listen_unix(bus_socket(dir));
    ::fcntl(listener.get(), F_SETFL, O_NONBLOCK);
    sd_bus_message* made = nullptr;
    check(sd_bus_message_new_method_call(controller.get(), &made, nullptr, "/org/bus1/DBus/Broker",
                                         "org.bus1.DBus.Broker", "AddListener"),
          "AddListener");
    const message add{made};
    check(sd_bus_message_append(made, "oh", "/org/bus1/DBus/Listener/0", listener.get()),
          "listener");
    append_policy(made);
    check(sd_bus_call(controller.get(), made, 0, nullptr, nullptr), "AddListener");
    int status = 0;
    ::waitpid(child, &status, 0);
    throw std::runtime_error{"dbus-broker ended"};
}

}  // namespace fairlead::bench::dbus
