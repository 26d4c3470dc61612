// SPDX-License-Identifier: MIT
//
// chaos_app — wails.json, and an environment without anything of the user's.
#include "tests/chaos/chaos_app.hpp"

#include "tests/support/paths.hpp"

#include <unistd.h>

#include <cstdlib>
#include <fstream>

namespace fairlead::chaos {
namespace {

namespace fs = std::filesystem;

constexpr auto app_name = "chaos";

/// Somebody who kills plugins all day must not be taken for a crash loop; and a short stop, on a
/// busy machine, not for a hang.
std::string config() {
    const auto programs = tests::program_dir().parent_path() / "tests";
    const auto plugin = [&](std::string const& name, std::string const& program) {
        return R"({"name":")" + name + R"(","exec":")" + (programs / program).string() +
               R"(","args":[)" + (program == "chaos_plugin" ? '"' + name + '"' : "") +
               R"(],"hang":"60s","startup":"60s","restart":{"policy":"always",)" +
               R"("delay":20,"maxDelay":200,"deaths":1000000,"within":"1s"}})";
    };
    return R"({"name":"chaos","assetdir":"frontend",)"
           R"("fairlead":{"window":{"width":400,"height":300},"plugins":[)" +
           plugin("alpha", "chaos_plugin") + ',' + plugin("beta", "chaos_plugin") + ',' +
           plugin("conform", "conform_c") + "]}}";
}

std::string fresh_mark() {
    return std::to_string(::getpid()) + '-' +
           std::to_string(std::chrono::steady_clock::now().time_since_epoch().count());
}

/// Empty: not in this build.
fs::path jumping_clock() {
    auto const library = tests::program_dir().parent_path() / "tests/libjumping_clock.so";
    return fs::exists(library) ? library : fs::path{};
}

}  // namespace

chaos_app::chaos_app(std::string plant) : census_{fresh_mark()}, plant_{std::move(plant)} {
    folder_.write("app/wails.json", config());
    fs::copy(tests::source_root() / "tests/chaos/app/frontend", folder_.path() / "app/frontend");
    fs::create_directories(folder_.path() / "home");
    folder_.write("clock", std::string(sizeof(std::int64_t), '\0'));
}

bool chaos_app::has_page_half() {
    return fs::exists(tests::program("fairlead-page") / "libfairlead-page.so");
}

std::map<std::string, std::string> chaos_app::environment(life const& how) const {
    auto all = display_.environment();
    const auto home = folder_.path() / "home";
    all.insert({{"XDG_RUNTIME_DIR", folder_.path()},
                {"XDG_STATE_HOME", folder_.path() / "state"},
                {"HOME", home},
                {"XDG_CONFIG_HOME", home / "config"},
                {"XDG_DATA_HOME", home / "data"},
                {"XDG_CACHE_HOME", home / "cache"},
                {mark_variable, census_.mark()},
                {"FAIRLEAD_PAGE_PATH", how.page_path}});
    // Without one, libraries would start a bus of their own, which is nobody's child.
    // NOLINTNEXTLINE(concurrency-mt-unsafe): nobody calls setenv.
    if (std::getenv("DBUS_SESSION_BUS_ADDRESS") == nullptr)
        all["DBUS_SESSION_BUS_ADDRESS"] = "disabled:";
    if (!plant_.empty()) all["FAIRLEAD_CHAOS_PLANT"] = plant_;
    if (const auto library = jumping_clock(); !library.empty()) {
        all["LD_PRELOAD"] = library;
        all["FAIRLEAD_CHAOS_CLOCK"] = folder_.path() / "clock";
    }
    return all;
}

void chaos_app::start(life const& how) {
    launcher_ =
        std::make_unique<spawned>(spawned::spec{tests::program("fairlead"),
                                                {"run", folder_.path() / "app"},
                                                environment(how),
                                                how.log_is_full ? fs::path{"/dev/full"} : log()});
    census_.add_session(launcher_->pid());
}

std::unique_ptr<spawned> chaos_app::beside(std::vector<std::string> args) const {
    args.insert(args.end(), {"--socket", socket()});
    return std::make_unique<spawned>(spawned::spec{tests::program("fairlead"),
                                                   std::move(args),
                                                   {{mark_variable, census_.mark()}},
                                                   "/dev/null"});
}

fs::path chaos_app::socket() const {
    return folder_.path() / "fairlead" / app_name / "broker.sock";
}

fs::path chaos_app::crash_folder() const {
    return folder_.path() / "state/fairlead" / app_name / "crashes";
}

std::string chaos_app::new_log_lines() {
    std::ifstream in{log(), std::ios::binary};
    in.seekg(static_cast<std::streamoff>(log_seen_));
    std::string text{std::istreambuf_iterator<char>{in}, {}};
    // Whole lines: the end of the last may be on its way.
    text.resize(text.rfind('\n') + 1);
    log_seen_ += text.size();
    return text;
}

void chaos_app::block_crash_reports() {
    std::error_code ignored;
    fs::remove_all(crash_folder(), ignored);
    fs::create_directories(crash_folder().parent_path(), ignored);
    std::ofstream{crash_folder()} << "in the way\n";
}

void chaos_app::unblock_crash_reports() {
    std::error_code ignored;
    if (fs::is_regular_file(crash_folder(), ignored)) fs::remove(crash_folder(), ignored);
}

bool chaos_app::jump_clock(std::int64_t seconds) {
    if (jumping_clock().empty()) return false;
    const std::int64_t nanoseconds = seconds * 1'000'000'000;
    std::fstream out{folder_.path() / "clock", std::ios::binary | std::ios::in | std::ios::out};
    out.write(reinterpret_cast<char const*>(&nanoseconds), sizeof nanoseconds);
    return true;
}

}  // namespace fairlead::chaos
