// SPDX-License-Identifier: MIT
//
// bundle — wails.json goes along unchanged, so each file lies where the broker and the host look
// for it.
#include "cli/project/bundle.hpp"

#include "cli/exit_code.hpp"
#include "cli/text_file.hpp"

namespace fairlead::cli {
namespace {

namespace fs = std::filesystem;

class folder_writer {
public:
    folder_writer(fs::path app, fs::path to) : app_{std::move(app)}, to_{std::move(to)} {
        fs::remove_all(to_);
        fs::create_directories(to_);
    }
    void copy(fs::path const& file, fs::path const& name) const {
        fs::create_directories((to_ / name).parent_path());
        fs::copy_file(file, to_ / name);
    }
    /// To the same place in the bundle as in the app.
    void copy_in_place(fs::path const& what) const {
        const auto name = what.lexically_relative(app_);
        if (!fs::is_directory(what)) return copy(what, name);
        constexpr auto follow = fs::directory_options::follow_directory_symlink;
        for (auto walk = fs::recursive_directory_iterator{what, follow};
             walk != fs::recursive_directory_iterator{}; ++walk) {
            const auto file = walk->path().filename().native();
            // What a front end is made of and not what it is.
            if (file.front() == '.' || file == "node_modules") {
                if (walk->is_directory()) walk.disable_recursion_pending();
            } else if (walk->is_regular_file()) {
                copy(walk->path(), walk->path().lexically_relative(app_));
            }
        }
    }
    void write_program(fs::path const& name, std::string const& text) const {
        write_text(to_ / name, text);
        fs::permissions(to_ / name, fs::perms{0755});
    }
    bool is_in_app(fs::path const& what) const {
        const auto name = what.lexically_relative(app_);
        return !name.empty() && *name.begin() != "..";
    }
    std::uintmax_t bytes() const {
        std::uintmax_t all = 0;
        for (auto const& entry : fs::recursive_directory_iterator{to_})
            if (entry.is_regular_file()) all += entry.file_size();
        return all;
    }

private:
    fs::path app_, to_;
};

constexpr std::string_view launcher =
    "#!/bin/sh\n"
    "# Starts the app, wherever this folder is; arguments go to `fairlead run`.\n"
    "here=$(dirname -- \"$(readlink -f -- \"$0\")\")\n"
    "exec \"$here/bin/fairlead\" run \"$here\" \"$@\"\n";

void copy_fairlead(bundle& to, folder_writer const& files, installation const& here) {
    for (auto const* name :
         {"fairlead", "fairlead-broker", "fairlead-guardian", "fairlead-webview"}) {
        files.copy(here.programs / name, fs::path{"bin"} / name);
        to.programs.push_back(to.folder / "bin" / name);
    }
    if (here.page_library.empty()) return;
    const auto name = fs::path{"bin/fairlead-page"} / here.page_library.filename();
    files.copy(here.page_library, name);
    to.programs.push_back(to.folder / name);
}

/// What lies in the app's sources keeps its place; what was built lies beside the broker, where it
/// is found by its file name.
void copy_plugins(bundle& to, folder_writer const& files, project const& app,
                  app_plugins const& plugins, std::string const& verb) {
    for (auto const& one : plugins.plugins) {
        if (one.file.empty())
            throw command_failed{exit_code::failure, verb,
                                 "plugin " + one.name + ": " + one.not_found()};
        if (fs::path{one.exec}.is_absolute()) continue;  // The other machine's own.
        const bool is_source =
            files.is_in_app(one.file) &&
            one.file.lexically_relative(app.dir / "build").begin()->native() == "..";
        if (is_source) {
            files.copy_in_place(one.file);
            continue;
        }
        const auto name = fs::path{"bin"} / one.file.filename();
        if (fs::exists(to.folder / name)) continue;  // One program, two plugins.
        files.copy(one.file, name);
        to.programs.push_back(to.folder / name);
    }
}

void copy_front_end(folder_writer const& files, project const& app, std::string const& verb) {
    if (app.assets.empty()) return;
    if (!fs::exists(app.assets))
        throw command_failed{exit_code::failure, verb,
                             "the front end is not there: " + app.assets.native()};
    if (!files.is_in_app(app.assets))
        throw command_failed{exit_code::failure, verb,
                             "the front end is not in the app's folder: " + app.assets.native()};
    files.copy_in_place(app.assets);
}

}  // namespace

fs::path bundle_folder(project const& app) { return app.dir / "build/bin" / app.name; }

bundle make_bundle(project const& app, app_plugins const& plugins, installation const& here,
                   std::string const& verb) {
    bundle made{.folder = bundle_folder(app), .bytes = 0, .programs = {}};
    const folder_writer files{app.dir, made.folder};
    copy_fairlead(made, files, here);
    copy_plugins(made, files, app, plugins, verb);
    copy_front_end(files, app, verb);
    for (auto const& more : app.bundled) {
        if (!files.is_in_app(more) || !fs::exists(more))
            throw command_failed{exit_code::failure, verb,
                                 "fairlead.bundle: " + more.native() +
                                     " is not in the app's folder"};
        files.copy_in_place(more);
    }
    files.copy(app.dir / "wails.json", "wails.json");
    files.write_program(app.output_name, std::string{launcher});
    made.bytes = files.bytes();
    return made;
}

}  // namespace fairlead::cli
