// SPDX-License-Identifier: MIT
//
// counters_of — beside the socket; no broker is asked.
#include "cli/top/counters_of.hpp"

#include "cli/exit_code.hpp"

#include <fairlead/handshake/socket_path.hpp>

#include <algorithm>
#include <vector>

namespace fairlead::cli::top {
namespace {

struct found_counters {
    std::string app;
    std::filesystem::path file;
    bool runs;
};

bool runs(std::filesystem::path const& file) {
    const auto opened = meter::reader::open(file);
    if (!opened) return false;
    const auto now = opened->take();
    return now && now->state != meter::broker_state::died &&
           now->state != meter::broker_state::ended;
}

std::vector<found_counters> all_counters(std::string_view name) {
    std::vector<found_counters> all;
    std::error_code ignored;  // No folder, no apps.
    for (auto const& entry :
         std::filesystem::directory_iterator{handshake::runtime_root(), ignored})
        if (const auto file = entry.path() / name; std::filesystem::exists(file, ignored))
            all.push_back({entry.path().filename(), file, runs(file)});
    std::ranges::sort(all, {}, &found_counters::app);
    return all;
}

std::string names_of(std::vector<found_counters> const& all) {
    std::string names;
    for (auto const& one : all) names += (names.empty() ? "" : ", ") + one.app;
    return names;
}

bool is_there(std::filesystem::path const& file) {
    std::error_code ignored;
    return std::filesystem::exists(file, ignored);
}

/// Who looks for a crash that left nothing is told where there is one. An empty name: of any app.
[[noreturn]] void no_crash(std::string const& app, std::filesystem::path const& folder) {
    auto text = (app.empty() ? "no app" : app) + " has left no counters of a broker that crashed";
    const auto last = folder / meter::file_name;
    const auto others = all_counters(meter::crashed_file_name);
    if (!app.empty() && is_there(last) && !runs(last))
        text += " before its last one, which shows itself without --crashed";
    else if (!others.empty()) text += "; there are some of: " + names_of(others);
    else
        text += "; they are kept when an app is started again after that (looked in " +
                handshake::runtime_root().native() + ")";
    throw command_failed{exit_code::not_found, "not-found", text};
}

}  // namespace

std::filesystem::path counters_of(target const& to, bool crashed) {
    const auto name = crashed ? meter::crashed_file_name : meter::file_name;
    if (!to.socket.empty()) return std::filesystem::path{to.socket}.parent_path() / name;
    if (!to.app.empty()) {
        const auto folder = handshake::app_dir(to.app);
        if (crashed && !is_there(folder / name)) no_crash(to.app, folder);
        return folder / name;
    }
    auto all = all_counters(name);
    if (std::ranges::any_of(all, &found_counters::runs))
        std::erase_if(all, [](auto const& one) { return !one.runs; });
    if (all.size() == 1) return all.front().file;
    if (all.empty() && crashed) no_crash({}, {});
    if (all.empty())
        throw command_failed{exit_code::no_broker, "no-broker",
                             "no app is running, and none has left counters (looked in " +
                                 handshake::runtime_root().native() + ")"};
    throw command_failed{exit_code::usage, "usage",
                         "there are several apps; choose one with --app: " + names_of(all)};
}

meter::snapshot read_counters(std::filesystem::path const& file) {
    const auto fail = [&](boost::system::error_code why) {
        const bool none = why == boost::system::errc::no_such_file_or_directory;
        throw command_failed{none ? exit_code::no_broker : exit_code::failure,
                             none ? "no-broker" : "counters", file.native() + ": " + why.message()};
    };
    const auto opened = meter::reader::open(file);
    if (!opened) fail(opened.error());
    auto now = opened->take();
    if (!now) fail(now.error());
    return std::move(*now);
}

}  // namespace fairlead::cli::top
