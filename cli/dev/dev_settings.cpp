// SPDX-License-Identifier: MIT
//
// dev_settings — keys as Wails has them. What is said of the rest of wails.json is project's.
#include "cli/dev/dev_settings.hpp"

#include "cli/exit_code.hpp"
#include "cli/text_file.hpp"

#include <boost/json.hpp>

#include <limits>

namespace fairlead::cli::dev {
namespace {

namespace json = boost::json;

constexpr auto verb = "dev";
constexpr auto default_server = "localhost:34115";
constexpr auto default_extensions =
    "c,cc,cpp,cxx,c++,h,hh,hpp,hxx,h++,inc,inl,ipp,tpp,ixx,cppm,cmake";

class keys {
public:
    explicit keys(std::filesystem::path file) : file_{std::move(file)} {
        // project::open has seen that it is an object.
        all_ = json::parse(read_text(file_).value_or("{}")).as_object();
    }
    std::string text(char const* key) const {
        auto const* found = all_.if_contains(key);
        if (found == nullptr || found->is_null()) return {};
        if (!found->is_string()) fail(key, "must be a string");
        return std::string{found->as_string()};
    }
    std::optional<unsigned> number(char const* key) const {
        auto const* found = all_.if_contains(key);
        if (found == nullptr || found->is_null()) return std::nullopt;
        boost::system::error_code no;
        const auto value = found->to_number<std::uint32_t>(no);
        if (no) fail(key, "must be a whole number, not negative");
        return value;
    }

private:
    [[noreturn]] void fail(std::string const& key, std::string const& why) const {
        throw command_failed{exit_code::usage, verb, file_.native() + ": " + key + ": " + why};
    }
    std::filesystem::path file_;
    json::object all_;
};

std::string first_of(std::initializer_list<std::string> texts) {
    for (auto const& text : texts)
        if (!text.empty()) return text;
    return {};
}

std::string_view trimmed(std::string_view text) {
    const auto begin = text.find_first_not_of(' ');
    if (begin == text.npos) return {};
    return text.substr(begin, text.find_last_not_of(' ') - begin + 1);
}

/// HOST:PORT; what serves there knows better whether it can.
void check_server(std::string const& address) {
    const auto colon = address.rfind(':');
    const auto port = colon == address.npos ? "" : address.substr(colon + 1);
    if (port.empty() || port.size() > 5 || port.find_first_not_of("0123456789") != port.npos ||
        std::stoul(port) > std::numeric_limits<std::uint16_t>::max())
        throw command_failed{exit_code::usage, verb,
                             "'" + address + "' is no address to serve at: HOST:PORT, such as " +
                                 default_server};
}

void check_url(std::string const& url) {
    if (url.empty() || url == "auto" || url.starts_with("http://")) return;
    throw command_failed{exit_code::usage, verb,
                         "frontend:dev:serverUrl: '" + url +
                             "' is neither \"auto\" nor an http:// address"};
}

}  // namespace

std::vector<std::string> split_list(std::string_view text) {
    std::vector<std::string> all;
    while (!text.empty()) {
        const auto comma = text.find(',');
        if (const auto one = trimmed(text.substr(0, comma)); !one.empty()) all.emplace_back(one);
        text = comma == text.npos ? std::string_view{} : text.substr(comma + 1);
    }
    return all;
}

dev_settings dev_settings::of(dev_command const& command) {
    dev_settings made;
    made.app = project::open(command.app_dir, verb);
    const keys from{made.app.dir / "wails.json"};
    const auto below_app = [&](std::string const& path) {
        auto whole = (made.app.dir / path).lexically_normal();
        return whole.has_filename() ? whole : whole.parent_path();
    };

    made.watcher_command = command.skip_frontend ? "" : from.text("frontend:dev:watcher");
    made.front_end_url = first_of({command.front_end_url, from.text("frontend:dev:serverUrl")});
    check_url(made.front_end_url);
    // Nobody would say it.
    if (made.front_end_url == "auto" && made.watcher_command.empty()) made.front_end_url.clear();
    if (!command.skip_frontend) {
        made.install_command =
            first_of({from.text("frontend:dev:install"), made.app.install_command});
        if (!made.has_upstream())
            made.build_command =
                first_of({from.text("frontend:dev:build"), made.app.build_command});
    }
    if (const auto seconds = command.front_end_seconds ? command.front_end_seconds
                                                       : from.number("viteServerTimeout");
        seconds.value_or(0) > 0)
        made.front_end_patience = std::chrono::seconds{*seconds};
    made.dev_server = first_of({command.dev_server, from.text("devServer"), default_server});
    check_server(made.dev_server);
    if (const auto quiet = command.debounce_ms ? command.debounce_ms : from.number("debounceMS"))
        made.quiet = std::chrono::milliseconds{*quiet};
    for (auto const& dir : split_list(first_of({command.reload_dirs, from.text("reloaddirs")})))
        made.reload_dirs.push_back(below_app(dir));
    made.extensions = split_list(first_of({command.extensions, default_extensions}));
    if (!command.asset_dir.empty())
        made.app.assets = std::filesystem::absolute(command.asset_dir).lexically_normal();
    if (!command.wailsjs_dir.empty()) made.app.wailsjs = below_app(command.wailsjs_dir) / "wailsjs";
    return made;
}

}  // namespace fairlead::cli::dev
