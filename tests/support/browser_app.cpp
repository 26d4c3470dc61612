// SPDX-License-Identifier: MIT
//
// browser_app — the token goes through a pipe, as a launcher's does.
#include "tests/support/browser_app.hpp"

#include "tests/support/paths.hpp"

#include <unistd.h>

#include <csignal>
#include <stdexcept>

namespace fairlead::tests {
namespace {

broker_settings settings_for(browser_app_setup const& setup) {
    return {.app = "browser-test",
            .fairlead_json = R"({"plugins":[{"name":"greeter","exec":")" +
                             program("greeter-plugin").string() + R"("},{"name":"echo","exec":")" +
                             program("fairlead").string() + R"(","args":["bench-plugin"]})" +
                             setup.plugins_more + "]" + setup.fairlead_more + "}"};
}

}  // namespace

browser_app::browser_app(browser_app_setup setup) : settings_{settings_for(setup)} {
    folder_.write("app/frontend/index.html",
                  "<!DOCTYPE html><html><head><title>browser-test</title></head>"
                  "<body><h1>browser-test</h1></body></html>");
    folder_.write("app/frontend/app.css", "h1 { color: teal }");
    for (auto const& [name, text] : setup.files) folder_.write("app/frontend/" + name, text);
    folder_.write("secret.txt", "nobody's business");
    broker_.emplace(folder_, settings_);
    broker_->wait_until_ready();
    std::vector<std::string> options{"--browser", setup.at, "--name", "browsers"};
    options.insert(options.end(), setup.options.begin(), setup.options.end());
    server_ = start_host(options);
    try {
        url_ = server_->read_line();
    } catch (std::exception const& problem) {
        throw std::runtime_error{problem.what() + ("\n" + server_->errors())};
    }
    const auto colon = url_.rfind(':');
    port_ = static_cast<std::uint16_t>(std::stoi(url_.substr(colon + 1)));
}

std::unique_ptr<child> browser_app::start_host(std::vector<std::string> const& options) const {
    int token[2];
    if (::pipe(token) != 0) throw std::runtime_error{"pipe"};
    const unique_fd read{token[0]};
    {
        const unique_fd write{token[1]};
        auto const& text = settings_.host_token;
        if (::write(write.get(), text.data(), text.size()) != std::ssize(text))
            throw std::runtime_error{"no token"};
    }
    std::vector<std::string> args{"--app-dir", (folder_.path() / "app").string()};
    args.insert(args.end(), options.begin(), options.end());
    return std::make_unique<child>(
        child::spec{program("fairlead-webview"),
                    args,
                    {{"FAIRLEAD_SOCKET", broker_->socket().string()},
                     {"FAIRLEAD_TOKEN_FD", std::to_string(read.get())}}});
}

std::string browser_app::token() const {
    const auto script = ask({.target = "/wails/ipc.js"}).body;
    const std::string_view key = "\"token\":\"";
    const auto at = script.find(key);
    if (at == script.npos) throw std::runtime_error{"no token in ipc.js"};
    return script.substr(at + key.size(), 32);
}

web_socket browser_app::plain() const { return {port_, "/wails/ipc?token=" + token()}; }

web_socket browser_app::ours() const {
    return {port_, "/wails/ipc?client=fairlead&token=" + token()};
}

void browser_app::restart_broker() {
    broker_->signal(SIGKILL);
    broker_->wait_for_end();
    broker_.emplace(folder_, settings_);
    broker_->wait_until_ready();
}

std::string call_text(std::string_view name, std::string_view args, std::string_view id) {
    return std::string{"C{\"name\":\""}
        .append(name)
        .append("\",\"args\":")
        .append(args)
        .append(",\"callbackID\":\"")
        .append(id)
        .append("\"}");
}

}  // namespace fairlead::tests
