// SPDX-License-Identifier: MIT
//
// describe — a plugin is somebody's program: it may hang, chatter or crash, and then it is named.
#include "cli/generate/describe.hpp"

#include "cli/exit_code.hpp"
#include "cli/launch/child_output.hpp"

namespace fairlead::cli::generate {
namespace {

constexpr std::size_t manifest_max = 16 << 20;

/// What it says first of what went wrong, for a message of one line.
std::string first_line(std::string const& text) {
    const auto line = text.substr(0, text.find('\n'));
    return line.empty() ? std::string{} : ": " + line;
}

/// Its own words may stand around the one line that is the manifest.
std::string_view manifest_in(std::string_view said) {
    for (auto left = said; !left.empty();) {
        const auto end = std::min(left.find('\n'), left.size());
        if (const auto line = left.substr(0, end); line.starts_with("{\"manifest\"")) return line;
        left.remove_prefix(std::min(end + 1, left.size()));
    }
    return said;
}

std::string how_it_ended(int code, std::chrono::milliseconds patience) {
    if (code < 0) return "did not end within " + std::to_string(patience.count() / 1'000) + " s";
    if (code > 128) return "was ended by signal " + std::to_string(code - 128);
    return "ended with code " + std::to_string(code);
}

}  // namespace

manifest describe(plugin_program const& plugin, std::filesystem::path const& app_dir,
                  std::string const& verb, std::chrono::milliseconds patience) {
    const auto fail = [&](std::string const& why) {
        throw command_failed{exit_code::failure, verb, "plugin " + plugin.name + ": " + why};
    };
    if (plugin.file.empty()) fail(plugin.not_found() + "; build it first");
    auto args = plugin.args;
    args.emplace_back("--describe");
    const auto ran = output_of({.program = plugin.file,
                                .args = std::move(args),
                                .environment = plugin.env,
                                .directory = app_dir},
                               patience, manifest_max);
    if (ran.code != 0)
        fail(plugin.file.native() + " --describe " + how_it_ended(ran.code, patience) +
             first_line(ran.err));
    if (ran.cut) fail("its manifest has more than 16 MiB");
    try {
        auto read = parse_manifest(manifest_in(ran.out));
        read.plugin = plugin.name;  // The name that the user of the app knows.
        return read;
    } catch (bad_manifest const& bad) {
        fail(std::string{"its manifest: "} + bad.what());
    }
    return {};
}

std::vector<manifest> describe_plugins(std::filesystem::path const& app_dir,
                                       std::string const& verb,
                                       std::chrono::milliseconds patience) {
    std::vector<manifest> all;
    for (auto const& plugin : app_plugins::of(app_dir, verb).plugins)
        all.push_back(describe(plugin, app_dir, verb, patience));
    return all;
}

}  // namespace fairlead::cli::generate
