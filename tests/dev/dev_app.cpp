// SPDX-License-Identifier: MIT
//
// dev_app — the environment of a process tells whose it is: nobody changes XDG_RUNTIME_DIR.
#include "tests/dev/dev_app.hpp"

#include "tests/support/paths.hpp"

#include <fairlead/handshake/socket_path.hpp>

#include <fstream>
#include <iterator>
#include <stdexcept>

namespace fairlead::tests {
namespace {

std::string text_of(std::filesystem::path const& file) {
    std::ifstream in{file, std::ios::binary};
    return {std::istreambuf_iterator<char>{in}, {}};
}

}  // namespace

void dev_app::replace(std::string const& file, std::string_view from, std::string_view to) {
    auto text = text_of(path() / file);
    auto at = text.find(from);
    if (at == text.npos) throw std::runtime_error{std::string{from} + " is not in " + file};
    for (; at != text.npos; at = text.find(from, at + to.size())) text.replace(at, from.size(), to);
    write(file + ".tmp", text);
    std::filesystem::rename(path() / (file + ".tmp"), path() / file);
}

void dev_app::write_greeter(std::string const& keys) {
    std::filesystem::copy_file(program("greeter-plugin"), path() / "greeter");
    write("wails.json", R"({"name":"demo")" + keys +
                            R"(,"fairlead":{"plugins":[{"name":"greeter","exec":"greeter"}]}})");
}

void dev_app::start(std::vector<std::string> args) {
    args.insert(args.begin(), "--headless");
    start_session(std::move(args), {});
}

void dev_app::start_with_window(std::map<std::string, std::string> const& display) {
    start_session({}, display);
}

void dev_app::start_session(std::vector<std::string> args,
                            std::map<std::string, std::string> more) {
    args.insert(args.begin(), {"dev", path(), "-devserver", "localhost:0"});
    more.merge(runtime_.environment());
    session_ =
        std::make_unique<child>(child::spec{program("fairlead"), std::move(args), std::move(more)});
}

std::unique_ptr<client::connection> dev_app::tool() {
    client::connect_options options;
    options.socket = runtime_.path() / "fairlead/demo/broker.sock";
    return client::connection::connect(std::move(options));
}

std::vector<pid_t> dev_app::processes() const {
    const auto mark = "XDG_RUNTIME_DIR=" + runtime_.path().native();
    std::vector<pid_t> all;
    std::error_code gone;
    for (auto const& entry : std::filesystem::directory_iterator{"/proc", gone}) {
        const auto pid = static_cast<pid_t>(std::atoi(entry.path().filename().c_str()));
        if (pid > 0 && is_alive(pid) &&
            text_of(entry.path() / "environ").find(mark) != std::string::npos)
            all.push_back(pid);
    }
    return all;
}

}  // namespace fairlead::tests
