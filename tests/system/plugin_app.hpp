// SPDX-License-Identifier: MIT
//
// plugin_app — a broker with obedient plugins, and a tool that asks.
#pragma once

#include "tests/support/paths.hpp"
#include "tests/system/broker_app.hpp"

#include <fstream>
#include <string>

#include <sys/types.h>

namespace fairlead::tests {

inline std::string obedient_json(std::string const& name, std::string const& more = "") {
    return R"({"name":")" + name + R"(","exec":")" +
           (program_dir().parent_path() / "tests/obedient_plugin").string() + "\"" + more + "}";
}

inline broker_settings with_plugins(std::string const& plugins) {
    return {.fairlead_json = R"({"plugins":[)" + plugins + "]}"};
}

/// A zombie has ended, whoever has yet to reap it.
inline bool runs(pid_t pid) {
    std::ifstream stat{"/proc/" + std::to_string(pid) + "/stat"};
    std::string number, name, state;
    return (stat >> number >> name >> state) && state != "Z";
}

inline pid_t parent_of(pid_t pid) {
    std::ifstream stat{"/proc/" + std::to_string(pid) + "/stat"};
    std::string number, name, state;
    pid_t parent = 0;
    stat >> number >> name >> state >> parent;
    return parent;
}

struct plugin_app : broker_app {
    scripted_peer tool = broker.tool();

    explicit plugin_app(std::string const& plugins = obedient_json("ob"))
        : broker_app{with_plugins(plugins)} {}

    received_frame ask(std::string_view method, std::string_view args = "[]") {
        const auto request = tool.call(method, args, 20'000);
        for (;;) {
            auto answer = tool.next();
            if (answer.header.request == request) return answer;
        }
    }
    std::string value(std::string_view method, std::string_view args = "[]") {
        const auto answer = ask(method, args);
        if (answer.header.kind != wire::frame_kind::result)
            throw std::runtime_error{std::string{method} + ": " + to_text(answer)};
        return answer.payload;
    }
    pid_t pid_of(std::string_view method) { return std::stoi(value(method)); }
    std::string status(std::string const& name) {
        return value("fairlead.plugin.status", "[\"" + name + "\"]");
    }
    void wait_for_state(std::string const& name, std::string const& state) {
        eventually(name + " is " + state, [&] {
            return status(name).find("\"state\":\"" + state + "\"") != std::string::npos;
        });
    }
};

}  // namespace fairlead::tests
