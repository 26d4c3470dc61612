// SPDX-License-Identifier: MIT
//
// desktop_app — wails.json, an empty page, and nothing of the user's.
#include "tests/support/desktop_app.hpp"

#include "tests/support/paths.hpp"
#include "tests/support/running_app.hpp"

#include <csignal>
#include <stdexcept>

namespace fairlead::tests {
namespace {

std::string config(std::vector<desktop_plugin> const& plugins) {
    std::string list;
    for (auto const& each : plugins) {
        if (!list.empty()) list += ',';
        list += R"({"name":")" + each.name + R"(","exec":")" +
                (program_dir().parent_path() / "tests/runtime_plugin").native() + R"(","args":[")" +
                each.name + R"(",")" + each.habit + R"("]})";
    }
    return R"({"name":"desktop-test","assetdir":"frontend","fairlead":{"window":)"
           R"({"width":700,"height":500},"plugins":[)" +
           list + "]}}";
}

}  // namespace

desktop_app::desktop_app(std::vector<desktop_plugin> const& plugins) {
    folder_.write("app/wails.json", config(plugins));
    folder_.write("app/frontend/index.html",
                  "<!DOCTYPE html><html><body><textarea autofocus></textarea></body></html>");
    const auto home = folder_.path() / "home";
    std::filesystem::create_directories(home);
    auto environment = desktop_.environment();
    environment.insert({{"XDG_RUNTIME_DIR", folder_.path()},
                        {"HOME", home},
                        {"XDG_CONFIG_HOME", home / "config"},
                        {"XDG_DATA_HOME", home / "data"},
                        {"XDG_CACHE_HOME", home / "cache"},
                        {"XDG_DATA_DIRS", "/usr/share"},  // Without its icons a file dialog aborts.
                        {"GSETTINGS_SCHEMA_DIR", "/usr/share/glib-2.0/schemas"}});
    launcher_ = std::make_unique<child>(
        child::spec{program("fairlead"), {"run", folder_.path() / "app"}, std::move(environment)});
    launcher_->read_line_with("host");
    connect();
    desktop_.wait_for_front(title);
    for (auto const& each : plugins) wait_for_log('[' + each.name + "] dom-ready");
}

std::future<client::connection::answer> desktop_app::ask(std::string const& method,
                                                         std::string const& args) {
    const auto answer = std::make_shared<std::promise<client::connection::answer>>();
    tool_->call(method, args, {}, [answer](client::reply const& reply) {
        answer->set_value(
            {reply.ok, std::string{reply.json}, reply.ok ? client::failure{} : reply.to_failure()});
    });
    return answer->get_future();
}

std::string desktop_app::wait(std::future<client::connection::answer>& asked) {
    if (asked.wait_for(patience()) != std::future_status::ready)
        throw std::runtime_error{"no answer came"};
    const auto answer = asked.get();
    return answer.ok ? answer.json
                     : std::string{to_text(answer.why.code)} + ": " + answer.why.message;
}

std::string desktop_app::call(std::string const& method, std::string const& args) {
    auto asked = ask(method, args);
    return wait(asked);
}

void desktop_app::listen(std::string const& topic) {
    tool_->subscribe(topic, [this](std::string_view, std::string_view data) {
        const std::lock_guard lock{mutex_};
        heard_.emplace_back(data);
        event_came_.notify_all();
    });
    tool_->call_wait("fairlead.list", "[]", {patience()});  // It is in force.
}

std::string desktop_app::next_event() {
    std::string data;
    eventually("an event comes", [&] {
        const std::lock_guard lock{mutex_};
        if (heard_.empty()) return false;
        data = std::move(heard_.front());
        heard_.pop_front();
        return true;
    });
    return data;
}

bool desktop_app::has_event() {
    std::unique_lock lock{mutex_};
    return event_came_.wait_for(lock, std::chrono::milliseconds{300},
                                [this] { return !heard_.empty(); });
}

void desktop_app::connect() {
    tool_ = client::connection::connect(
        {.socket = folder_.path() / "fairlead/desktop-test/broker.sock"});
}

void desktop_app::kill_broker() {
    ::kill(descendant_of(launcher_->pid(), "fairlead-broker"), SIGKILL);
}

void desktop_app::find_broker() {
    eventually("there is a broker again", [this] {
        try {
            connect();
            return true;
        } catch (client::connect_error const&) {
            return false;
        }
    });
}

bool desktop_app::logged(std::string const& text) {
    return launcher_->errors().find(text) != std::string::npos;
}

void desktop_app::wait_for_log(std::string const& text) {
    try {
        eventually("the log says so", [&] { return logged(text); });
    } catch (std::exception const&) {
        throw std::runtime_error{"the log never says '" + text + "':\n" + launcher_->errors()};
    }
}

}  // namespace fairlead::tests
