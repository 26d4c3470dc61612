// SPDX-License-Identifier: MIT
//
// project — keys as Wails has them; what it does not know is left to others.
#include "cli/project/project.hpp"

#include "cli/exit_code.hpp"
#include "cli/launch/app_folder.hpp"
#include "cli/text_file.hpp"

#include <boost/json.hpp>

#include <algorithm>
#include <cctype>

namespace fairlead::cli {
namespace {

namespace json = boost::json;

class config {
public:
    config(std::filesystem::path file, std::string verb)
        : file_{std::move(file)}, verb_{std::move(verb)} {
        // app_folder has seen that it is one.
        root_ = json::parse(read_text(file_).value_or("{}")).as_object();
    }
    [[noreturn]] void fail(std::string const& key, std::string const& why) const {
        throw command_failed{exit_code::usage, verb_, file_.native() + ": " + key + ": " + why};
    }
    std::string text(json::object const& from, std::string const& parent, char const* key,
                     std::string otherwise = {}) const {
        auto const* found = from.if_contains(key);
        if (found == nullptr || found->is_null()) return otherwise;
        if (!found->is_string()) fail(parent + key, "must be a string");
        return found->as_string().empty() ? otherwise : std::string{found->as_string()};
    }
    std::string text(char const* key, std::string otherwise = {}) const {
        return text(root_, "", key, std::move(otherwise));
    }
    json::object object(json::object const& from, std::string const& parent,
                        char const* key) const {
        auto const* found = from.if_contains(key);
        if (found == nullptr || found->is_null()) return {};
        if (!found->is_object()) fail(parent + key, "must be an object");
        return found->as_object();
    }
    json::object const& root() const noexcept { return root_; }

private:
    std::filesystem::path file_;
    std::string verb_;
    json::object root_;
};

generate::type_style types_in(config const& from) {
    constexpr auto parent = "bindings.ts_generation.";
    const auto section =
        from.object(from.object(from.root(), "", "bindings"), "bindings.", "ts_generation");
    generate::type_style style{.prefix = from.text(section, parent, "prefix"),
                               .suffix = from.text(section, parent, "suffix"),
                               .interfaces = false};
    const auto is_part = [](unsigned char c) { return std::isalnum(c) != 0 || c == '_'; };
    for (auto const& [key, text] : {std::pair{"prefix", style.prefix}, {"suffix", style.suffix}})
        if (!std::ranges::all_of(text, is_part))
            from.fail(std::string{parent} + key, "must be letters, digits and '_'");
    const auto output = from.text(section, parent, "outputType", "classes");
    if (output != "classes" && output != "interfaces")
        from.fail(std::string{parent} + "outputType", "must be classes or interfaces");
    style.interfaces = output == "interfaces";
    return style;
}

/// As the host looks for it: see docs/ASSETS.md.
std::filesystem::path assets_in(config const& from, project const& app) {
    if (const auto named = from.text("assetdir"); !named.empty())
        return (app.dir / named).lexically_normal();
    const auto is_built =
        !app.build_command.empty() || std::filesystem::is_directory(app.frontend / "dist");
    if (is_built) return app.frontend / "dist";
    return std::filesystem::is_directory(app.frontend) ? app.frontend : std::filesystem::path{};
}

std::vector<std::filesystem::path> bundled_in(config const& from, project const& app) {
    const auto ours = from.object(from.root(), "", "fairlead");
    auto const* list = ours.if_contains("bundle");
    if (list == nullptr) return {};
    const auto fail = [&] { from.fail("fairlead.bundle", "must be a list of files and folders"); };
    if (!list->is_array()) fail();
    std::vector<std::filesystem::path> all;
    for (auto const& one : list->as_array()) {
        if (!one.is_string()) fail();
        all.push_back((app.dir / std::string{one.as_string()}).lexically_normal());
    }
    return all;
}

}  // namespace

project project::open(std::filesystem::path const& dir, std::string const& verb) {
    const auto app = app_folder::open(dir, verb);
    const config from{app.dir / "wails.json", verb};
    project found;
    found.dir = app.dir;
    found.name = app.name;
    const auto frontend = from.text("frontend:dir", "frontend");
    found.frontend = (app.dir / frontend).lexically_normal();
    found.wailsjs = (app.dir / from.text("wailsjsdir", frontend) / "wailsjs").lexically_normal();
    found.install_command = from.text("frontend:install");
    found.build_command = from.text("frontend:build");
    found.types = types_in(from);
    found.output_name = from.text("outputfilename", app.name);
    if (found.output_name.find('/') != std::string::npos || found.output_name == "bin" ||
        found.output_name.front() == '.')
        from.fail("outputfilename", "must be the name of a file, and not 'bin'");
    found.assets = assets_in(from, found);
    found.bundled = bundled_in(from, found);
    return found;
}

}  // namespace fairlead::cli
