// SPDX-License-Identifier: MIT
//
// running_app — finds processes through /proc, not through what the app says of itself.
#include "tests/support/running_app.hpp"

#include "tests/support/paths.hpp"

#include <unistd.h>

#include <csignal>
#include <cstdlib>
#include <fstream>
#include <sstream>
#include <stdexcept>

namespace fairlead::tests {
namespace {

struct process_status {
    std::string name;
    pid_t parent;
    char state;
};

std::optional<process_status> status_of(pid_t pid) {
    std::ifstream in{"/proc/" + std::to_string(pid) + "/stat"};
    std::stringstream text;
    text << in.rdbuf();
    const auto line = text.str();
    const auto open = line.find('('), close = line.rfind(')');
    if (open == std::string::npos || close == std::string::npos) return std::nullopt;
    std::istringstream rest{line.substr(close + 2)};
    process_status status{line.substr(open + 1, close - open - 1), 0, '?'};
    rest >> status.state >> status.parent;
    return status;
}

}  // namespace

outcome run_fairlead(runtime_folder const& where, std::vector<std::string> args,
                     std::string const& input) {
    child one{{program("fairlead"), std::move(args), where.environment()}};
    if (!input.empty()) one.write_line(input);
    one.close_input();
    auto out = one.read_all();
    const int code = one.wait();
    return {code, std::move(out), one.errors()};
}

running_app::running_app(runtime_folder const& where, std::string const& example) : where_{where} {
    launcher_ = std::make_unique<child>(
        child::spec{program("fairlead"),
                    {"run", source_root() / "examples" / example, "--headless"},
                    where.environment()});
    // Answered once everything is up.
    const auto answer = call("main.App.Greet", "[\"test\"]");
    if (answer.find("Hello test") == std::string::npos)
        throw std::runtime_error{"the app does not answer: " + answer};
}

void running_app::send_call(std::string const& method, std::string const& args,
                            std::string const& id) {
    launcher_->write_line("C{\"name\":\"" + method + "\",\"args\":" + args + ",\"callbackID\":\"" +
                          id + "\"}");
}

std::string running_app::call(std::string const& method, std::string const& args) {
    const auto id = "call-" + std::to_string(++calls_);
    send_call(method, args, id);
    return launcher_->read_line_with("\"callbackid\":\"" + id + "\"");
}

pid_t running_app::broker_pid() { return descendant_of(launcher_->pid(), "fairlead-broker"); }
pid_t running_app::host_pid() { return child_of(launcher_->pid(), "fairlead-webvie"); }
pid_t running_app::plugin_pid() { return descendant_of(broker_pid(), "greeter-plugin"); }

int running_app::plugin_restarts() {
    const auto list = run_fairlead(where_, {"list", "--json=short"});
    const auto at = list.out.find("\"restarts\":");
    if (at == std::string::npos) throw std::runtime_error{"no restarts in: " + list.out + list.err};
    return std::atoi(list.out.c_str() + at + 11);
}

bool is_alive(pid_t pid) {
    const auto status = status_of(pid);
    return status && status->state != 'Z';
}

namespace {

bool descends_from(process_status status, pid_t ancestor) {
    while (status.parent > 1) {
        if (status.parent == ancestor) return true;
        const auto next = status_of(status.parent);
        if (!next) return false;
        status = *next;
    }
    return false;
}

/// Names in /proc are cut at 15 characters.
template <class Condition>
pid_t process_named(std::string const& program_name, Condition fits) {
    for (auto const& entry : std::filesystem::directory_iterator{"/proc"}) {
        const auto pid = static_cast<pid_t>(std::atoi(entry.path().filename().c_str()));
        if (pid <= 0) continue;
        const auto status = status_of(pid);
        if (status && status->name == program_name && status->state != 'Z' && fits(*status))
            return pid;
    }
    throw std::runtime_error{program_name + " is not running"};
}

}  // namespace

pid_t child_of(pid_t parent, std::string const& program_name) {
    return process_named(program_name, [&](auto const& status) { return status.parent == parent; });
}

pid_t descendant_of(pid_t ancestor, std::string const& program_name) {
    return process_named(program_name,
                         [&](auto const& status) { return descends_from(status, ancestor); });
}

}  // namespace fairlead::tests
