// SPDX-License-Identifier: MIT
//
// runtime — what the SDK keeps by itself: menus, descriptions of dialogs, answers on their way, the
// moments of an app's life.
#include "client-sdk/src/runtime/lifecycle.hpp"
#include "client-sdk/src/runtime/menu_node.hpp"
#include "client-sdk/src/runtime/runtime_port.hpp"
#include "tests/support/catch.hpp"

#include <fairlead/runtime.hpp>

using namespace fairlead;
using list = std::vector<std::string>;

namespace {

std::string without_ids(std::string text) {
    for (auto at = text.find("\"id\":"); at != text.npos; at = text.find("\"id\":", at))
        text.erase(at, text.find(',', at) - at + 1);
    return text;
}

std::string described(menu const& bar) {
    const std::lock_guard lock{menu_mutex()};
    return without_ids(menu_json(*bar.node()));
}

/// A life whose pool is a list that the test empties.
struct watched_life {
    list did;
    std::vector<std::function<void()>> pool;
    lifecycle life{[this](std::string const& what, lifecycle::hook const& work) {
        try {
            work();
        } catch (std::exception const& problem) {
            did.push_back(what + " threw " + problem.what());
        }
    }};

    lifecycle::hook note(std::string what) {
        return [this, what = std::move(what)] { did.push_back(what); };
    }
    void begin() {
        life.begin([this](std::function<void()> work) {
            pool.push_back(std::move(work));
            return true;
        });
    }
    void run_pool() {
        for (auto const& work : std::exchange(pool, {})) work();
    }
};

}  // namespace

TEST_CASE("10.3 a menu is described by kind, label, keys and state", "[runtime][contract]") {
    menu bar;
    auto file = bar.submenu("File");
    const auto open = file.text("Open…", "CmdOrCtrl+O", [] {});
    file.separator();
    const auto wrap = file.checkbox("Wrap \"lines\"", true, [](menu_item const&) {});
    CHECK(described(bar) ==
          R"([{"type":"submenu","label":"File","items":[)"
          R"({"type":"text","label":"Open…","accelerator":"CmdOrCtrl+O"},{"type":"separator"},)"
          R"({"type":"checkbox","label":"Wrap \"lines\"","checked":true}]}])");
    open.set_enabled(false);
    open.set_label("Open");
    open.set_accelerator("");
    wrap.set_checked(false);
    wrap.set_visible(false);
    CHECK(described(bar) ==
          R"([{"type":"submenu","label":"File","items":[)"
          R"({"type":"text","label":"Open","disabled":true},{"type":"separator"},)"
          R"({"type":"checkbox","label":"Wrap \"lines\"","hidden":true}]}])");
    file.clear();
    CHECK(described(bar) == R"([{"type":"submenu","label":"File","items":[]}])");
}

TEST_CASE("10.3 radio items side by side are one group, and one of them is marked",
          "[runtime][contract]") {
    menu view;
    const auto a = view.radio("a", true), b = view.radio("b", true);
    view.separator();
    const auto c = view.radio("c", true);
    CHECK_FALSE(a.is_checked());
    CHECK(b.is_checked());
    CHECK(c.is_checked());
    a.set_checked(true);
    CHECK(a.is_checked());
    CHECK_FALSE(b.is_checked());
    CHECK(c.is_checked());
}

TEST_CASE("every item has a number of its own, in copies and other menus as well", "[runtime]") {
    menu one, other;
    one.text("x");
    const auto kept = one.text("y");
    other.text("z");
    const auto id = one.node()->items.at(1)->id;
    CHECK(id != one.node()->items.at(0)->id);
    CHECK(id != other.node()->items.at(0)->id);
    const std::lock_guard lock{menu_mutex()};
    CHECK(find_menu_node(one.node(), id) == one.node()->items.at(1));
    CHECK(find_menu_node(other.node(), id) == nullptr);
}

TEST_CASE("10.3 a dialog is described in the words of Wails, without what is as it would be",
          "[runtime][contract]") {
    CHECK(json::write_arguments(file_dialog{}) == "[{}]");
    CHECK(json::write_arguments(file_dialog{.title = "Open",
                                            .default_directory = "/tmp",
                                            .default_filename = "a.txt",
                                            .filters = {{"Text", "*.txt;*.md"}, {"", "*"}},
                                            .show_hidden_files = true,
                                            .can_create_directories = false}) ==
          R"([{"title":"Open","defaultDirectory":"/tmp","defaultFilename":"a.txt",)"
          R"("filters":[{"displayName":"Text","pattern":"*.txt;*.md"},{"pattern":"*"}],)"
          R"("showHiddenFiles":true,"canCreateDirectories":false}])");
    CHECK(json::write_arguments(message_dialog{}) == R"([{"type":"info"}])");
    CHECK(json::write_arguments(message_dialog{.type = message_type::question,
                                               .title = "T",
                                               .message = "M",
                                               .buttons = {"a", "b"},
                                               .default_button = "b",
                                               .cancel_button = "a"}) ==
          R"([{"type":"question","title":"T","message":"M","buttons":["a","b"],)"
          R"("defaultButton":"b","cancelButton":"a"}])");
}

TEST_CASE("an answer is heard by whoever asks before and after it came", "[runtime]") {
    const auto answer = std::make_shared<pending_answer>(std::weak_ptr<call_port>{});
    const pending<std::string> path{answer};
    list heard;
    path.then([&](pending<std::string>::answer const& got) { heard.push_back("before " + *got); });
    answer->settle(live::written{R"("/a")", {}});
    answer->settle(live::written{R"("/b")", {}});  // The first counts.
    path.then([&](pending<std::string>::answer const& got) { heard.push_back("after " + *got); });
    CHECK(heard == list{"before /a", "after /a"});
    CHECK(path.wait() == "/a");
    path.cancel();
    CHECK(path.wait() == "/a");
}

TEST_CASE("an answer that is none says why, in a handler and to who waits", "[runtime]") {
    const auto answer = std::make_shared<pending_answer>(std::weak_ptr<call_port>{});
    const pending<int> number{answer};
    answer->settle(client::failure{errc::denied, "not you", {}});
    std::string heard;
    number.then(
        [&](pending<int>::answer const& got) { heard = got ? "a number" : got.error().message; });
    CHECK(heard == "not you");
    try {
        number.wait();
        FAIL("it returned");
    } catch (call_failed const& problem) {
        CHECK(problem.code() == errc::denied);
        CHECK(std::string{problem.what()} == "not you");
    }
}

TEST_CASE("an answer of another kind than promised is a protocol error", "[runtime]") {
    const auto answer = std::make_shared<pending_answer>(std::weak_ptr<call_port>{});
    answer->settle(live::written{R"("many")", {}});
    errc code{};
    pending<int>{answer}.then([&](pending<int>::answer const& got) { code = got.error().code; });
    CHECK(code == errc::protocol_error);
    bool is_done = false;
    pending<void>{answer}.then(
        [&](pending<void>::answer const& got) { is_done = got.has_value(); });
    CHECK(is_done);
}

TEST_CASE("whoever waits long enough gives up, and is told so", "[runtime]") {
    const auto answer = std::make_shared<pending_answer>(std::weak_ptr<call_port>{});
    try {
        pending<void>{answer}.wait(std::chrono::milliseconds{1});
        FAIL("it returned");
    } catch (call_failed const& problem) {
        CHECK(problem.code() == errc::timeout);
    }
}

TEST_CASE("without a connection every question is answered at once: there is none", "[runtime]") {
    const auto port = std::make_shared<runtime_port>();
    const pending<std::string> text{port->ask(":wails:ClipboardGetText", "[]")};
    CHECK_THROWS_AS(text.wait(), call_failed);
    CHECK_FALSE(port->log(client::log_level::info, "nobody hears it"));
}

TEST_CASE("11 startup runs once and before any DOM ready, also for who comes late",
          "[runtime][contract]") {
    watched_life it;
    it.life.on_startup(it.note("startup"));
    it.life.on_startup(it.note("startup, too"));
    it.life.on_dom_ready(it.note("ready"));
    it.begin();
    if (GENERATE(true, false)) it.life.on_window("open");
    it.life.on_window("ready");
    CHECK(it.pool.size() == 1);  // One line.
    it.run_pool();
    CHECK(it.did == list{"startup", "startup, too", "ready"});
    it.life.on_window("closed");
    it.life.on_window("open");
    it.life.on_window("ready");
    it.run_pool();
    CHECK(it.did == list{"startup", "startup, too", "ready", "ready"});
}

TEST_CASE("pages that are loaded behind a slow handler are told of once", "[runtime]") {
    watched_life it;
    it.life.on_dom_ready(it.note("ready"));
    it.begin();
    for (int i = 0; i < 1'000; ++i) it.life.on_window("ready");
    CHECK(it.pool.size() == 1);
    it.run_pool();
    CHECK(it.did == list{"ready"});
    it.life.on_window("ready");
    it.run_pool();
    CHECK(it.did == list{"ready", "ready"});
}

TEST_CASE("11 one objection keeps the window, and a handler that throws does not object",
          "[runtime][contract]") {
    watched_life it;
    CHECK_FALSE(it.life.may_object());
    CHECK_FALSE(it.life.objects());
    it.life.on_before_close([]() -> bool { throw std::runtime_error{"no"}; });
    CHECK(it.life.may_object());
    CHECK_FALSE(it.life.objects());
    it.life.on_before_close([] { return true; });
    it.life.on_before_close([] { return false; });
    CHECK(it.life.objects());
    CHECK(it.did == list{"before-close threw no", "before-close threw no"});
}

TEST_CASE("11 shutdown runs at the end, and nothing begins after it", "[runtime][contract]") {
    watched_life it;
    it.life.on_startup(it.note("startup"));
    it.life.on_dom_ready(it.note("ready"));
    it.life.on_shutdown(it.note("shutdown"));
    it.begin();
    it.life.on_window("open");
    it.run_pool();
    it.life.on_window("ready");
    it.life.end();
    it.run_pool();
    it.life.on_window("ready");
    it.run_pool();
    CHECK(it.did == list{"startup", "shutdown"});
}

TEST_CASE("the moments of life are named before they begin", "[runtime]") {
    watched_life it;
    it.begin();
    CHECK_THROWS_AS(it.life.on_startup([] {}), std::logic_error);
    CHECK_THROWS_AS(it.life.on_before_close([] { return true; }), std::logic_error);
}
