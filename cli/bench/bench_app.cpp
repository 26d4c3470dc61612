// SPDX-License-Identifier: MIT
//
// bench_app — the real launcher, the real broker; only the folder is made up.
#include "cli/bench/bench_app.hpp"

#include "cli/attach.hpp"
#include "cli/exit_code.hpp"
#include "cli/launch/broker_launch.hpp"
#include "cli/launch/secret.hpp"

#include <fairlead/handshake/socket_path.hpp>

#include <boost/json.hpp>

#include <cstdlib>
#include <fstream>
#include <thread>

namespace fairlead::cli {
namespace {

constexpr char const* app_name = "bench";

void write_app(std::filesystem::path const& folder, bench_plugins const& plugins) {
    std::ofstream{folder / "wails.json"}
        << R"({"name":")" << app_name << R"(","fairlead":{"plugins":[)" << plugins.json << "]"
        << (plugins.permissions.empty() ? "" : R"(,"permissions":)") << plugins.permissions << "}}";
}

}  // namespace

std::string bench_plugins::echo(std::string const& more) {
    const boost::json::string self{std::filesystem::read_symlink("/proc/self/exe").native()};
    return R"({"name":"echo","exec":)" + boost::json::serialize(self) +
           R"(,"args":["bench-plugin"])" + more + "}";
}

bench_app::bench_app(bench_plugins const& plugins) {
    auto const& folder = folder_.emplace().path();
    write_app(folder, plugins);
    // Read by us and by children that we start; no other thread of ours looks at the environment.
    ::setenv("XDG_RUNTIME_DIR", folder.c_str(), 1);  // NOLINT(concurrency-mt-unsafe)
    ::setenv("XDG_STATE_HOME", folder.c_str(), 1);   // NOLINT(concurrency-mt-unsafe)
    socket_ = handshake::socket_path(app_name);
    broker_.emplace(std::move(*start_broker(app_folder::open(folder), make_token(), -1,
                                            plugins.log_level, {}, -1, plugins.counters)));
    const auto broker = connect();
    // Parked until the plugin is ready.
    const auto listed = broker->call_wait("fairlead.methods", "[]", {std::chrono::seconds{15}});
    const auto running = broker->call_wait("fairlead.list", "[]", {std::chrono::seconds{15}});
    if (!listed.ok || !running.ok)
        throw command_failed{exit_code::failure, "bench", listed.why.message + running.why.message};
    const auto list = boost::json::parse(running.json);
    for (auto const& one : list.at("plugins").as_array())
        if (one.at("name").as_string() == "echo") plugin_pid_ = one.at("pid").to_number<pid_t>();
    broker_pid_ = broker_->pid();
}

bench_app::bench_app(std::string const& running) : socket_{handshake::socket_path(running)} {
    constexpr std::chrono::seconds patience{10};
    const auto broker = attach({.app = running});
    const auto list = broker->call_wait("fairlead.list", "[]", {patience});
    if (!list.ok) throw command_failed{exit_code::failure, "bench", list.why.message};
    broker_pid_ = boost::json::parse(list.json).at("pid").to_number<pid_t>();
    const auto self = std::filesystem::read_symlink("/proc/self/exe");
    plugin_.emplace(
        child_process::start({.program = self, .args = {"bench-plugin", "--attach", running}}));
    plugin_pid_ = plugin_->pid();
    // Nothing tells of a method that comes; it is there within milliseconds.
    const auto until = std::chrono::steady_clock::now() + patience;
    while (!broker->call_wait("bench.Echo.BytesSize", "[\"\"]", {patience}).ok) {
        if (plugin_->ended() || std::chrono::steady_clock::now() > until)
            throw command_failed{exit_code::failure, "bench",
                                 "the echo plugin cannot join '" + running + "'"};
        std::this_thread::sleep_for(std::chrono::milliseconds{5});
    }
}

bench_app::~bench_app() {
    if (broker_) broker_->stop(std::chrono::seconds{5});
    if (plugin_) plugin_->stop(std::chrono::seconds{5});
}

std::unique_ptr<client::connection> bench_app::connect(wire::peer_role role,
                                                       std::string name) const {
    client::connect_options options;
    options.socket = socket_;
    options.role = role;
    options.name = std::move(name);
    return client::connection::connect(std::move(options));
}

}  // namespace fairlead::cli
