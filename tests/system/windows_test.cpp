// SPDX-License-Identifier: MIT
//
// windows — several windows of one app: each page for itself, and one that dies alone.
#include "tests/support/catch.hpp"
#include "tests/support/paths.hpp"
#include "tests/support/running_app.hpp"
#include "tests/support/window_app.hpp"
#include "tests/system/broker_app.hpp"

#include <boost/json.hpp>

#include <unistd.h>

#include <csignal>
#include <map>

using namespace fairlead;
using namespace fairlead::tests;
using wire::frame_kind;

namespace {

/// A page that calls and calls, and tells how that goes.
constexpr std::string_view busy_page = R"js(
  const document_id = String(Math.random());
  let [made, failed] = [0, 0];
  for (;;) {
    await window.go.main.App.Greet(who).then(() => { made += 1; }, () => { failed += 1; });
    window.runtime.EventsEmit('here', { who, document_id, path: wails.path, made, failed });
    await new Promise((resolve) => setTimeout(resolve, 5));
  }
)js";

struct news {
    std::string document, path;
    std::int64_t made = 0, failed = 0;
};

/// One window, as the launcher starts it, with a page of its own.
class one_window {
public:
    one_window(broker_app const& app, std::string const& name, page_path const& path)
        : settings_{"const who = '" + name + "';" + std::string{busy_page}, path}, host_{start(
                                                                                       app, name)} {
    }

    void kill_its_page() { ::kill(descendant_of(host_.pid(), "WebKitWebProces"), SIGKILL); }
    child& host() { return host_; }

private:
    child::spec start(broker_app const& app, std::string const& name) {
        settings_.write("app/wails.json",
                        R"({"name":"test-app","assetdir":"frontend","fairlead":{"window":{}}})");
        // Inherited: a pipe that holds the token.
        int ends[2];
        if (::pipe(ends) != 0) throw std::runtime_error{"pipe failed"};
        token_.reset(ends[0]);
        const unique_fd write_end{ends[1]};
        auto const& token = app.broker.host_token();
        if (::write(write_end.get(), token.data(), token.size()) < 0)
            throw std::runtime_error{"write failed"};
        auto spec = settings_.beside(program("fairlead-webview"),
                                     {"--app-dir", settings_.path() / "app", "--name", name});
        spec.environment.insert({{"FAIRLEAD_SOCKET", app.broker.socket()},
                                 {"FAIRLEAD_TOKEN_FD", std::to_string(token_.get())},
                                 {"FAIRLEAD_NAME", name}});
        return spec;
    }

    window_app_folder settings_;
    unique_fd token_;
    child host_;
};

/// What the windows say about themselves, heard as any tool may.
class listener {
public:
    explicit listener(broker_app const& app) : ears_{app.broker.tool("listener")} {
        ears_.subscribe("here");
    }
    std::map<std::string, news> const& hear() {
        const auto data = boost::json::parse(ears_.expect(frame_kind::event).payload).at(0);
        last_[std::string{data.at("who").as_string()}] = {
            std::string{data.at("document_id").as_string()},
            std::string{data.at("path").as_string()}, data.at("made").as_int64(),
            data.at("failed").as_int64()};
        return last_;
    }

private:
    scripted_peer ears_;
    std::map<std::string, news> last_;
};

broker_settings with_greeter() {
    return {.fairlead_json = R"({"plugins":[{"name":"greeter","exec":")" +
                             program("greeter-plugin").string() + R"("}]})"};
}

}  // namespace

TEST_CASE("the page of one window dies, and the app's other windows do not notice",
          "[system][window]") {
    const auto path = GENERATE(from_range(page_paths()));
    broker_app app{with_greeter()};
    listener ears{app};
    one_window first{app, "first", path}, second{app, "second", path}, third{app, "third", path};
    const auto all_say = [&](auto condition) {
        return [&ears, condition] {
            auto const& said = ears.hear();
            return said.size() == 3 && condition(said);
        };
    };
    std::map<std::string, news> before;
    eventually("all windows call", all_say([&](auto const& said) {
                   before = said;
                   return std::ranges::all_of(said, [](auto& one) { return one.second.made > 5; });
               }));
    for (auto const& [who, one] : before) CHECK(one.path.starts_with(path));

    second.kill_its_page();
    std::map<std::string, news> after;
    eventually("the second has another page, and the others went on",
               all_say([&](auto const& said) {
                   after = said;
                   return said.at("second").document != before.at("second").document &&
                          said.at("second").made > 5 &&
                          said.at("first").made > before.at("first").made + 5 &&
                          said.at("third").made > before.at("third").made + 5;
               }));
    for (auto const* who : {"first", "third"}) {
        CHECK(after.at(who).document == before.at(who).document);
        CHECK(after.at(who).failed == 0);
    }
    CHECK(after.at("second").path.starts_with(path));
}
