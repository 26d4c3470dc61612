// SPDX-License-Identifier: MIT
//
// bench_app — the real launcher, the real broker; only the folder is made up.
#include "cli/bench/bench_app.hpp"

#include "cli/exit_code.hpp"
#include "cli/launch/broker_launch.hpp"
#include "cli/launch/secret.hpp"

#include <fairlead/handshake/socket_path.hpp>

#include <boost/json.hpp>

#include <cstdlib>
#include <fstream>

namespace fairlead::cli {
namespace {

constexpr char const* app_name = "bench";

std::filesystem::path make_folder() {
    std::string pattern = std::filesystem::temp_directory_path() / "fairlead-bench-XXXXXX";
    if (::mkdtemp(pattern.data()) == nullptr)
        throw command_failed{exit_code::failure, "bench", pattern + " cannot be made"};
    return pattern;
}

}  // namespace

bench_app::bench_app() : folder_{make_folder()} {
    write_app();
    // Read by us and by children that we start; no other thread of ours looks at the environment.
    ::setenv("XDG_RUNTIME_DIR", folder_.c_str(), 1);  // NOLINT(concurrency-mt-unsafe)
    socket_ = handshake::socket_path(app_name);
    broker_.emplace(std::move(*start_broker(app_folder::open(folder_), make_token(), -1)));
    const auto broker = connect();
    // Parked until the plugin is ready.
    const auto listed = broker->call_wait("fairlead.methods", "[]", {std::chrono::seconds{15}});
    const auto plugins = broker->call_wait("fairlead.list", "[]", {std::chrono::seconds{15}});
    if (!listed.ok || !plugins.ok)
        throw command_failed{exit_code::failure, "bench", listed.why.message + plugins.why.message};
    const auto list = boost::json::parse(plugins.json);
    plugin_pid_ = list.at("plugins").at(0).at("pid").to_number<pid_t>();
}

bench_app::~bench_app() {
    if (broker_) broker_->stop(std::chrono::seconds{5});
    std::error_code ignored;
    std::filesystem::remove_all(folder_, ignored);
}

void bench_app::write_app() const {
    const auto self = std::filesystem::read_symlink("/proc/self/exe");
    const boost::json::value config{
        {"name", app_name},
        {"fairlead",
         {{"plugins", boost::json::array{{{"name", "echo"},
                                          {"exec", self.native()},
                                          {"args", boost::json::array{"bench-plugin"}}}}}}}};
    std::ofstream{folder_ / "wails.json"} << boost::json::serialize(config);
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
