// SPDX-License-Identifier: MIT
//
// page_bench — broker, echo plugin and window in a folder of their own; the page tells its figures
// by an event.
#include "cli/bench/page_bench.hpp"

#include "cli/bench/page_script.hpp"
#include "cli/bench/process_stats.hpp"
#include "cli/exit_code.hpp"
#include "cli/launch/app_folder.hpp"
#include "cli/launch/broker_launch.hpp"
#include "cli/launch/secret.hpp"

#include <fairlead/client/connection.hpp>
#include <fairlead/handshake/socket_path.hpp>

#include <boost/json.hpp>

#include <condition_variable>
#include <cstdlib>
#include <fstream>
#include <mutex>

namespace fairlead::cli {
namespace {

using namespace std::chrono_literals;
using clock = std::chrono::steady_clock;

constexpr auto patience = 300s;
constexpr char const* app_name = "bench-page";

/// A folder that is gone when it goes.
class scratch_folder {
public:
    scratch_folder() {
        std::string pattern = std::filesystem::temp_directory_path() / "fairlead-page-XXXXXX";
        if (::mkdtemp(pattern.data()) == nullptr)
            throw command_failed{exit_code::failure, "bench", pattern + " cannot be made"};
        path_ = pattern;
    }
    ~scratch_folder() {
        std::error_code ignored;
        std::filesystem::remove_all(path_, ignored);
    }
    scratch_folder(scratch_folder const&) = delete;
    scratch_folder& operator=(scratch_folder const&) = delete;

    std::filesystem::path const& path() const noexcept { return path_; }

private:
    std::filesystem::path path_;
};

void write_app(std::filesystem::path const& folder) {
    const auto self = std::filesystem::read_symlink("/proc/self/exe");
    const boost::json::value config{
        {"name", app_name},
        {"assetdir", "page"},
        {"fairlead",
         {{"plugins", boost::json::array{{{"name", "echo"},
                                          {"exec", self.native()},
                                          {"args", boost::json::array{"bench-plugin"}}}}}}}};
    std::filesystem::create_directories(folder / "page");
    std::ofstream{folder / "wails.json"} << boost::json::serialize(config);
    std::ofstream{folder / "page/index.html"}
        << "<!DOCTYPE html><html><head><meta charset=\"utf-8\"><title>bench</title>"
           "<script type=\"module\" src=\"main.js\"></script></head><body>measuring</body></html>";
    std::ofstream{folder / "page/main.js"} << page_bench_script();
}

/// What the page has said so far.
struct page_news {
    std::mutex mutex;
    std::condition_variable changed;
    clock::time_point started{};
    std::string result, failed;

    void tell(std::string page_news::*what, std::string_view data) {
        const std::lock_guard lock{mutex};
        this->*what = data;
        changed.notify_all();
    }
};

child_process start_window(std::filesystem::path const& folder, std::string_view path,
                           virtual_display const& display, unique_fd const& token) {
    auto environment = display.environment();
    const auto below = [&](char const* name) { return (folder / "home" / name).string(); };
    environment.insert(environment.end(),
                       {{"FAIRLEAD_SOCKET", handshake::socket_path(app_name).native()},
                        {"FAIRLEAD_TOKEN_FD", std::to_string(token.get())},
                        {"FAIRLEAD_NAME", "window"},
                        {"FAIRLEAD_PAGE_CLOCK", "1"},
                        {"FAIRLEAD_PAGE_PATH", std::string{path == "batched" ? "messages" : path}},
                        {"XDG_DATA_HOME", below("data")},
                        {"XDG_CACHE_HOME", below("cache")}});
    return child_process::start({.program = program("fairlead-webview"),
                                 .args = {"--app-dir", folder.native(), "--name", "window"},
                                 .environment = std::move(environment),
                                 .inherited = {token.get()}});
}

std::uint64_t resident_children(pid_t parent) {
    std::uint64_t all = 0;
    std::ifstream in{"/proc/" + std::to_string(parent) + "/task/" + std::to_string(parent) +
                     "/children"};
    for (pid_t child = 0; in >> child;)
        all += process_stats::of(child).resident_bytes + resident_children(child);
    return all;
}

}  // namespace

page_result measure_page(std::string_view path, virtual_display const& display) {
    const scratch_folder folder;
    write_app(folder.path());
    // Every thread of an earlier path has ended.
    ::setenv("XDG_RUNTIME_DIR", folder.path().c_str(), 1);  // NOLINT(concurrency-mt-unsafe)
    const auto token = make_token();
    auto broker = std::move(*start_broker(app_folder::open(folder.path()), token, -1));

    page_news news;
    client::connect_options options;
    options.socket = handshake::socket_path(app_name);
    options.name = "bench";
    const auto ears = client::connection::connect(std::move(options));
    ears->subscribe("bench.started", [&](auto, auto) {
        const std::lock_guard lock{news.mutex};
        news.started = clock::now();
    });
    ears->subscribe("bench.page",
                    [&](auto, std::string_view data) { news.tell(&page_news::result, data); });
    ears->subscribe("bench.failed",
                    [&](auto, std::string_view data) { news.tell(&page_news::failed, data); });
    const auto plugins = ears->call_wait("fairlead.list", "[]", {15s});
    if (!plugins.ok) throw command_failed{exit_code::failure, "bench", plugins.why.message};
    const auto plugin_pid =
        boost::json::parse(plugins.json).at("plugins").at(0).at("pid").to_number<pid_t>();

    const auto begun = clock::now();
    auto window = start_window(folder.path(), path, display, pipe_holding(token));
    std::unique_lock lock{news.mutex};
    const auto until = begun + patience;
    while (news.result.empty() && news.failed.empty()) {
        news.changed.wait_for(lock, 200ms);
        if (window.ended()) news.failed = "the window has ended";
        if (clock::now() > until) news.failed = "the page did not finish in time";
    }
    if (!news.failed.empty())
        throw command_failed{exit_code::failure, "bench", std::string{path} + ": " + news.failed};
    page_result result;
    result.path = path;
    result.measured = boost::json::serialize(boost::json::parse(news.result).at(0));
    result.first_call_ms = std::chrono::duration<double, std::milli>(news.started - begun).count();
    lock.unlock();
    result.resident_broker = process_stats::of(broker.pid()).resident_bytes;
    result.resident_plugin = process_stats::of(plugin_pid).resident_bytes;
    result.resident_window = process_stats::of(window.pid()).resident_bytes;
    result.resident_web = resident_children(window.pid());
    window.stop(5s);
    broker.stop(5s);
    return result;
}

}  // namespace fairlead::cli
