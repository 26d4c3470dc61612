// SPDX-License-Identifier: MIT
//
// page_app — broker, echo plugin and window in a folder of their own; the page tells its figures by
// an event.
#include "cli/bench/page_app.hpp"

#include "cli/bench/page_script.hpp"
#include "cli/bench/process_stats.hpp"
#include "cli/bench/scratch_folder.hpp"
#include "cli/exit_code.hpp"
#include "cli/launch/app_folder.hpp"
#include "cli/launch/broker_launch.hpp"
#include "cli/launch/secret.hpp"

#include <fairlead/client/connection.hpp>
#include <fairlead/handshake/socket_path.hpp>

#include <boost/json.hpp>

#include <fcntl.h>

#include <algorithm>
#include <array>
#include <condition_variable>
#include <cstdlib>
#include <fstream>
#include <mutex>
#include <thread>

namespace fairlead::cli {
namespace {

using namespace std::chrono_literals;
using clock = std::chrono::steady_clock;

constexpr auto patience = 300s;
constexpr auto settling = 300ms;  // What a start leaves to do is done, and memory is idle memory.
constexpr char const* app_name = "bench-page";

struct page_way {
    std::string_view name, wish, told;  // Ours, the host's option, and what the page says.
};
constexpr std::array<page_way, 3> ways{{
    {"in-page", "in-page", "in-page"},
    {"batched", "messages", "messages (asked for)"},
    {"wails-style", "wails-style", "messages (wails-style)"},
}};

void write_app(std::filesystem::path const& folder, std::string const& plugins) {
    for (auto const* below : {"page", "cache", "config", "data"})
        std::filesystem::create_directory(folder / below);
    std::ofstream{folder / "wails.json"}
        << R"({"name":")" << app_name << R"(","assetdir":"page","fairlead":{"plugins":[)" << plugins
        << "]}}";
    std::ofstream{folder / "page/index.html"}
        << "<!DOCTYPE html><html><head><meta charset=\"utf-8\"><title>bench</title>"
           "<script type=\"module\" src=\"main.js\"></script></head><body>measuring</body></html>";
    std::ofstream{folder / "page/main.js"} << page_bench_script();
}

/// Where sockets are, as long as it lives. No thread of an earlier window is left, so nobody else
/// looks at the environment.
class runtime_folder {
public:
    explicit runtime_folder(std::filesystem::path const& here) {
        char const* usual = std::getenv(name);  // NOLINT(concurrency-mt-unsafe)
        if (usual != nullptr) usual_ = usual;
        ::setenv(name, here.c_str(), 1);  // NOLINT(concurrency-mt-unsafe)
    }
    ~runtime_folder() {
        if (usual_) ::setenv(name, usual_->c_str(), 1);  // NOLINT(concurrency-mt-unsafe)
        else ::unsetenv(name);                           // NOLINT(concurrency-mt-unsafe)
    }
    runtime_folder(runtime_folder const&) = delete;
    runtime_folder& operator=(runtime_folder const&) = delete;

    /// The window has its socket from us, and the user's display and bus are in his own folder.
    std::string for_window(std::filesystem::path const& otherwise) const {
        return usual_.value_or(otherwise.native());
    }

private:
    static constexpr char const* name = "XDG_RUNTIME_DIR";
    std::optional<std::string> usual_;
};

/// What the page has said so far.
struct page_news {
    std::mutex mutex;
    std::condition_variable changed;
    clock::time_point started{};
    std::string path, result, steady, failed;

    void tell(std::string page_news::*what, std::string_view data) {
        const std::lock_guard lock{mutex};
        this->*what = data;
        changed.notify_all();
    }
};

/// Toolkits talk to terminals even when all is well.
std::string last_words(std::filesystem::path const& log) {
    std::ifstream in{log};
    std::string words;
    for (std::string line; std::getline(in, line);)
        if (!line.empty()) words += "\n  " + line;
    constexpr std::size_t enough = 2'000;
    return words.size() > enough ? words.substr(words.size() - enough) : words;
}

page_way const& way_named(std::string_view path) {
    return *std::ranges::find(ways, path, &page_way::name);
}

}  // namespace

class page_app::parts {
public:
    parts(page_way const& way, virtual_display const& display, bench_plugins const& plugins)
        : way_{way}, runtime_{folder_.path()} {
        write_app(folder_.path(), plugins.json);
        begun_ = clock::now();
        const auto token = make_token();
        broker_.emplace(std::move(
            *start_broker(app_folder::open(folder_.path()), token, -1, plugins.log_level)));
        client::connect_options options;
        options.socket = handshake::socket_path(app_name);
        options.name = "bench";
        ears_ = client::connection::connect(std::move(options));
        listen();
        window_.emplace(start_window(display, pipe_holding(token)));
        const auto running = ears_->call_wait("fairlead.list", "[]", {15s});
        if (!running.ok) fail(running.why.message);
        plugin_pid_ =
            boost::json::parse(running.json).at("plugins").at(0).at("pid").to_number<pid_t>();
        wait_for(&page_news::path);
        const auto path = boost::json::parse(news_.path).at(0).as_string();
        if (path != way_.told) fail("the page goes by " + std::string{path});
    }
    ~parts() {
        if (window_) window_->stop(5s);
        if (broker_) broker_->stop(5s);
    }
    parts(parts const&) = delete;
    parts& operator=(parts const&) = delete;

    page_run measure() {
        page_run run;
        run.first_call_ms =
            std::chrono::duration<double, std::milli>(news_.started - begun_).count();
        std::this_thread::sleep_for(settling);
        run.idle = memory([](pid_t pid) { return process_stats::of(pid).resident_bytes; });
        const auto shares = memory(proportional_bytes);
        run.idle_all = shares.broker + shares.plugin + shares.window + shares.web;
        ears_->emit("bench.go", "[]");
        wait_for(&page_news::result);
        run.measured = boost::json::serialize(boost::json::parse(news_.result).at(0));
        run.peak = memory(peak_bytes);
        return run;
    }

    call_rate call_for(std::chrono::duration<double> length) {
        news_.steady.clear();
        ears_->emit("bench.steady", '[' + std::to_string(length.count() * 1e3) + ']');
        wait_for(&page_news::steady);
        const auto told = boost::json::parse(news_.steady).at(0);
        return {.per_second = told.at("calls_per_s").to_number<double>(),
                .p50_us = told.at("p50").to_number<double>(),
                .p99_us = told.at("p99").to_number<double>()};
    }

    client::connection& tool() noexcept { return *ears_; }

private:
    [[noreturn]] void fail(std::string const& why) const {
        throw command_failed{exit_code::failure, "bench", std::string{way_.name} + ": " + why};
    }

    void listen() {
        ears_->subscribe("bench.started", [this](auto, std::string_view data) {
            news_.started = clock::now();
            news_.tell(&page_news::path, data);
        });
        ears_->subscribe("bench.page", [this](auto, std::string_view data) {
            news_.tell(&page_news::result, data);
        });
        ears_->subscribe("bench.steady.done", [this](auto, std::string_view data) {
            news_.tell(&page_news::steady, data);
        });
        ears_->subscribe("bench.failed", [this](auto, std::string_view data) {
            news_.tell(&page_news::failed, data);
        });
    }

    child_process start_window(virtual_display const& display, unique_fd const& token) const {
        auto environment = display.environment();
        const auto below = [&](char const* name) { return (folder_.path() / name).string(); };
        environment.insert(environment.end(),
                           {{"FAIRLEAD_SOCKET", handshake::socket_path(app_name).native()},
                            {"FAIRLEAD_TOKEN_FD", std::to_string(token.get())},
                            {"FAIRLEAD_NAME", "window"},
                            {"FAIRLEAD_PAGE_CLOCK", "1"},
                            {"FAIRLEAD_PAGE_PATH", std::string{way_.wish}},
                            {"XDG_RUNTIME_DIR", runtime_.for_window(folder_.path())},
                            {"XDG_CACHE_HOME", below("cache")},
                            {"XDG_CONFIG_HOME", below("config")},
                            {"XDG_DATA_HOME", below("data")}});
        const unique_fd log{
            ::open(window_log().c_str(), O_WRONLY | O_CREAT | O_APPEND | O_CLOEXEC, 0600)};
        return child_process::start(
            {.program = program("fairlead-webview"),
             .args = {"--app-dir", folder_.path().native(), "--name", "window"},
             .environment = std::move(environment),
             .inherited = {token.get()},
             .errors = log.get()});
    }
    std::filesystem::path window_log() const { return folder_.path() / "window.log"; }

    void wait_for(std::string page_news::*what) {
        std::unique_lock lock{news_.mutex};
        const auto until = clock::now() + patience;
        while ((news_.*what).empty()) {
            if (!news_.failed.empty()) fail(news_.failed);
            if (window_->ended()) fail("the window has ended" + last_words(window_log()));
            if (clock::now() > until)
                fail("the page did not finish in time" + last_words(window_log()));
            news_.changed.wait_for(lock, 200ms);
        }
    }

    template <class Bytes>
    page_memory memory(Bytes const& bytes_of) const {
        page_memory all{bytes_of(broker_->pid()), bytes_of(plugin_pid_), bytes_of(window_->pid())};
        for (const auto one : descendants_of(window_->pid())) all.web += bytes_of(one);
        return all;
    }

    page_way const& way_;
    scratch_folder folder_;
    runtime_folder runtime_;
    clock::time_point begun_;
    pid_t plugin_pid_ = 0;
    std::optional<child_process> broker_, window_;
    page_news news_;
    std::unique_ptr<client::connection> ears_;  // Last: its thread uses the others.
};

page_app::page_app(std::string_view path, virtual_display const& display,
                   bench_plugins const& plugins)
    : parts_{std::make_unique<parts>(way_named(path), display, plugins)} {}
page_app::~page_app() = default;

page_run page_app::measure() { return parts_->measure(); }
call_rate page_app::call_for(std::chrono::duration<double> length) {
    return parts_->call_for(length);
}
client::connection& page_app::tool() { return parts_->tool(); }

}  // namespace fairlead::cli
