// SPDX-License-Identifier: MIT
//
// app_folder — reads one key of wails.json; broker and host read theirs.
#include "cli/launch/app_folder.hpp"

#include "cli/exit_code.hpp"
#include "cli/text_file.hpp"

#include <fairlead/wire/frame_codec.hpp>

#include <boost/json.hpp>

namespace fairlead::cli {
namespace {

namespace json = boost::json;

/// { "fairlead": { "singleInstance": { "uniqueId": "org.example.notes" } } }
template <class Fail>
std::string instance_id_in(json::object const& config, Fail const& fail) {
    auto const* ours = config.if_contains("fairlead");
    if (ours == nullptr || !ours->is_object()) return {};  // The broker says what is wrong with it.
    auto const* lock = ours->as_object().if_contains("singleInstance");
    if (lock == nullptr || lock->is_null()) return {};
    auto const* id = lock->is_object() ? lock->as_object().if_contains("uniqueId") : nullptr;
    const std::string text{id != nullptr && id->is_string() ? std::string_view{id->as_string()}
                                                            : std::string_view{}};
    constexpr std::string_view allowed =
        "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789._-";
    if (text.empty() || text.size() > 128 || text.find_first_not_of(allowed) != text.npos)
        fail("fairlead.singleInstance.uniqueId: must be 1 to 128 letters, digits, '.', '_' or '-'");
    return text;
}

}  // namespace

app_folder app_folder::open(std::filesystem::path const& dir, std::string const& verb) {
    const auto file = dir / "wails.json";
    const auto fail = [&](std::string const& why) {
        throw command_failed{exit_code::usage, verb, file.native() + ": " + why};
    };
    const auto text = read_text(file);
    if (!text) fail("cannot be read; APPDIR is the folder with an app's wails.json");
    boost::system::error_code broken;
    const auto config = boost::json::parse(*text, broken);
    if (broken) fail("is not JSON: " + broken.message());
    auto const* object = config.if_object();
    auto const* name = object != nullptr ? object->if_contains("name") : nullptr;
    if (name == nullptr || !name->is_string()) fail("has no \"name\"");
    app_folder app{
        std::filesystem::absolute(dir).lexically_normal(), std::string{name->as_string()}, {}};
    if (!wire::is_valid_peer_name(app.name) || app.name.find('/') != std::string::npos ||
        app.name.front() == '.')
        fail("\"name\" must be printable, without spaces and slashes");
    app.instance_id = instance_id_in(*object, fail);
    return app;
}

std::filesystem::path program(std::string const& name) {
    std::error_code failed;
    const auto self = std::filesystem::read_symlink("/proc/self/exe", failed);
    if (const auto beside = self.parent_path() / name; !failed && std::filesystem::exists(beside))
        return beside;
    const char* path = std::getenv("PATH");  // NOLINT(concurrency-mt-unsafe): nobody calls setenv.
    std::string_view left = path != nullptr ? path : "";
    while (!left.empty()) {
        const auto colon = left.find(':');
        const auto here = std::filesystem::path{left.substr(0, colon)} / name;
        if (std::filesystem::exists(here, failed)) return here;
        left = colon == std::string_view::npos ? std::string_view{} : left.substr(colon + 1);
    }
    throw command_failed{exit_code::failure, "run",
                         name + " is neither beside " + self.native() + " nor in PATH"};
}

}  // namespace fairlead::cli
