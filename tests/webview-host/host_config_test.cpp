// SPDX-License-Identifier: MIT
//
// host_config — wails.json as the host reads it, and the command line.
#include "tests/support/catch.hpp"
#include "tests/support/temporary_directory.hpp"
#include "webview-host/config/host_config.hpp"
#include "webview-host/config/host_options.hpp"

using namespace fairlead::host;
using fairlead::tests::temporary_directory;

namespace {

host_config parsed(std::string_view text) { return parse_host_config(text, "/app"); }

std::string problem_of(std::string_view text) {
    try {
        parsed(text);
    } catch (config_error const& problem) {
        return problem.what();
    }
    return {};
}

std::string with_window(std::string_view members) {
    return R"({"name":"a","fairlead":{"window":{)" + std::string{members} + "}}}";
}

}  // namespace

TEST_CASE("a bare wails.json gives Wails' own defaults", "[config]") {
    const auto config = parsed(R"({"name":"greeter"})");
    CHECK(config.app == "greeter");
    CHECK(config.asset_dir == "/app/frontend");
    CHECK(config.window.title == "greeter");
    CHECK(config.window.size == window_size{1024, 768});
    CHECK(config.window.min_size == window_size{});
    CHECK(config.window.resizable);
    CHECK_FALSE(config.window.frameless);
    CHECK_FALSE(config.window.position);
    CHECK(config.window.background == window_colour{255, 255, 255, 255});
}

TEST_CASE("every window option is read", "[config]") {
    const auto config = parsed(with_window(
        R"("title":"T","width":1,"height":2,"minWidth":3,"minHeight":4,"maxWidth":5,"maxHeight":6,
           "x":-7,"y":8,
           "resizable":false,"frameless":true,"startHidden":true,"alwaysOnTop":true,"devtools":true,
           "backgroundColour":{"r":1,"g":2,"b":3})"));
    auto const& window = config.window;
    CHECK(window.title == "T");
    CHECK(window.size == window_size{1, 2});
    CHECK(window.min_size == window_size{3, 4});
    CHECK(window.max_size == window_size{5, 6});
    REQUIRE(window.position);
    CHECK(*window.position == window_position{-7, 8});
    CHECK_FALSE(window.resizable);
    CHECK(window.frameless);
    CHECK(window.start_hidden);
    CHECK(window.always_on_top);
    CHECK(config.page.devtools);
    CHECK(window.background == window_colour{1, 2, 3, 255});
}

TEST_CASE("options of the page and of how the window begins", "[config]") {
    const auto config = parsed(with_window(
        R"("startState":"maximised","disableResize":true,"hideWindowOnClose":true,
           "translucent":true,"enableDefaultContextMenu":true,"cssDragProperty":"--move",
           "cssDragValue":"yes","zoomFactor":1.5,"isZoomControlEnabled":true,"userAgent":"me",
           "webviewGpuPolicy":"never","bindingsAllowedOrigins":["https://*.example.org/"],
           "dragAndDrop":{"enableFileDrop":true,"disableWebViewDrop":true,
                          "cssDropProperty":"--in","cssDropValue":"1"})"));
    CHECK(config.window.start == start_state::maximised);
    CHECK_FALSE(config.window.resizable);
    CHECK(config.window.hide_on_close);
    CHECK(config.window.translucent);
    auto const& page = config.page;
    CHECK(page.context_menu);
    CHECK(page.drag.property + page.drag.value == "--moveyes");
    CHECK(page.drop.property + page.drop.value == "--in1");
    CHECK(page.file_drop);
    CHECK_FALSE(page.webview_drop);
    CHECK(page.zoom == 1.5);
    CHECK(page.zoom_control);
    CHECK(page.user_agent == "me");
    CHECK(page.gpu == gpu_policy::never);
    CHECK(page.allowed_origins == std::vector<std::string>{"https://*.example.org"});
    CHECK(parsed(R"({"name":"a","fairlead":{"programName":"prog"}})").program == "prog");
}

// Wails: as listed in options.App.
// Here: the same, but for the GPU policy, which is left to WebKit.
TEST_CASE("10.2 the defaults of the page are those of Wails", "[contract][config]") {
    const auto config = parsed(R"({"name":"greeter"})");
    CHECK(config.window.start == start_state::normal);
    CHECK_FALSE(config.window.hide_on_close);
    CHECK_FALSE(config.page.context_menu);
    CHECK(config.page.drag.property + config.page.drag.value == "--wails-draggabledrag");
    CHECK(config.page.drop.property + config.page.drop.value == "--wails-drop-targetdrop");
    CHECK_FALSE(config.page.file_drop);
    CHECK(config.page.webview_drop);
    CHECK(config.page.zoom == 1);
    CHECK_FALSE(config.page.zoom_control);
    CHECK(config.page.allowed_origins.empty());
    CHECK(config.program == "greeter");
    // With devtools the menu is the way to the inspector.
    CHECK(parsed(with_window(R"("devtools":true)")).page.context_menu);
}

// Wails: options are Go code: the compiler finds some mistakes.
// Here: a mistake in wails.json ends the start with its place in the file.
TEST_CASE("10.2 a wrong option is refused by name, with what it may be", "[contract][config]") {
    const auto wrong = [](std::string_view members) {
        return problem_of(with_window(members)).substr(std::size("/app/wails.json: ") - 1);
    };
    CHECK(wrong(R"("startState":"large")") ==
          "fairlead.window.startState: must be one of normal, maximised, minimised, fullscreen");
    CHECK(wrong(R"("webviewGpuPolicy":"yes")") ==
          "fairlead.window.webviewGpuPolicy: must be one of always, on-demand, never");
    CHECK(wrong(R"("zoomFactor":9)") ==
          "fairlead.window.zoomFactor: must be a number from 0.25 to 5");
    CHECK(wrong(R"("cssDragProperty":"")") == "fairlead.window.cssDragProperty: must not be empty");
    CHECK(wrong(R"("dragAndDrop":{"enableFileDrop":1})") ==
          "fairlead.window.dragAndDrop.enableFileDrop: must be true or false");
    CHECK(wrong(R"("resizable":true,"disableResize":true)") ==
          "fairlead.window.disableResize: says the opposite of resizable");
    CHECK(wrong(R"("icon":"nothing.png")") ==
          "fairlead.window.icon: /app/nothing.png cannot be read");
    CHECK(wrong(R"("bindingsAllowedOrigins":"x")") ==
          "fairlead.window.bindingsAllowedOrigins: must be a list of texts");
    CHECK(
        wrong(R"("bindingsAllowedOrigins":["https://ex*.org"])")
            .starts_with("fairlead.window.bindingsAllowedOrigins: 'https://ex*.org' is no origin"));
    CHECK(wrong(R"("userAgent":"a\u0000b")") == "fairlead.window.userAgent: must not contain NUL");
}

TEST_CASE("the title is the window's, else the product's, else the app's name", "[config]") {
    CHECK(parsed(R"({"name":"a","info":{"productName":"Product"}})").window.title == "Product");
    CHECK(parsed(R"({"name":"a","info":{"productName":"P"},"fairlead":{"window":{"title":"W"}}})")
              .window.title == "W");
}

TEST_CASE("how patient the window is with plugins that serve assets can be said", "[config]") {
    using namespace std::chrono_literals;
    CHECK(parsed(R"({"name":"a"})").asset_patience == 30s);
    CHECK(parsed(R"({"name":"a","fairlead":{"assets":{"timeoutMs":250}}})").asset_patience ==
          250ms);
    CHECK_THROWS_AS(parsed(R"({"name":"a","fairlead":{"assets":{"timeoutMs":0}}})"), config_error);
}

TEST_CASE("assets are where assetdir says, else where a build leaves them", "[config]") {
    CHECK(parsed(R"({"name":"a","assetdir":"build/web"})").asset_dir == "/app/build/web");
    CHECK(parsed(R"({"name":"a","assetdir":"","frontend:dir":"ui"})").asset_dir == "/app/ui");
    const temporary_directory folder;
    folder.write("wails.json", R"({"name":"a"})");
    folder.write("frontend/dist/index.html", "");
    CHECK(read_host_config(folder.path()).asset_dir == folder.path() / "frontend/dist");
}

TEST_CASE("a mistake is named by file, place and what should be there", "[config]") {
    CHECK(problem_of("nonsense").starts_with("/app/wails.json: not JSON: "));
    CHECK(problem_of("[]") == "/app/wails.json: must be an object");
    CHECK(problem_of("{}") == "/app/wails.json: name: is missing");
    CHECK(problem_of(R"({"name":7})") == "/app/wails.json: name: must be a text");
    CHECK(problem_of(with_window(R"("width":0)")) ==
          "/app/wails.json: fairlead.window.width: must be a whole number from 1 to 32767");
    CHECK(problem_of(with_window(R"("width":1.5)")).find("fairlead.window.width") !=
          std::string::npos);
    CHECK(problem_of(with_window(R"("frameless":1)")) ==
          "/app/wails.json: fairlead.window.frameless: must be true or false");
    CHECK(problem_of(with_window(R"("x":1)")) ==
          "/app/wails.json: fairlead.window.y: is missing: a position has both");
    CHECK(problem_of(R"({"name":"a","fairlead":[]})") ==
          "/app/wails.json: fairlead: must be an object");
    CHECK(problem_of(with_window(R"("backgroundColour":{"r":256})"))
              .starts_with("/app/wails.json: fairlead.window.backgroundColour.r: "));
    CHECK_THROWS_AS(read_host_config("/nowhere"), config_error);
}

namespace {

std::variant<host_options, parting_words> options_of(std::vector<std::string> args) {
    args.insert(args.begin(), "fairlead-webview");
    std::vector<char*> argv;
    for (auto& arg : args) argv.push_back(arg.data());
    argv.push_back(nullptr);
    return parse_host_options(static_cast<int>(args.size()), argv.data());
}

}  // namespace

TEST_CASE("the command line says what to show and how", "[options]") {
    const auto parsed_options =
        options_of({"--app-dir", "/app", "--name=second", "--demo", "x.png"});
    auto const* options = std::get_if<host_options>(&parsed_options);
    REQUIRE(options != nullptr);
    CHECK(options->app_dir == "/app");
    CHECK(options->name == "second");
    CHECK(options->demo_png == "x.png");
    CHECK_FALSE(options->headless);
    CHECK(options->page_path == page_path_wish::automatic);
    CHECK_FALSE(options->sandbox);
}

TEST_CASE("the command line says how calls leave the page", "[options]") {
    const auto chosen = options_of({"--app-dir", "/app", "--page-path", "messages", "--sandbox"});
    CHECK(std::get<host_options>(chosen).page_path == page_path_wish::messages);
    CHECK(std::get<host_options>(chosen).sandbox);
    const auto wrong = options_of({"--app-dir", "/app", "--page-path", "carrier-pigeon"});
    CHECK(std::get<parting_words>(wrong).code == 2);
}

TEST_CASE("a command line that cannot be followed ends with usage and code 2", "[options]") {
    for (auto const& args : std::vector<std::vector<std::string>>{
             {},
             {"--app-dir"},
             {"--app-dir", "/app", "--nonsense"},
             {"--app-dir", "/app", "more"},
             {"--app-dir", "/app", "--headless", "--automation"}}) {
        const auto parsed_options = options_of(args);
        auto const* words = std::get_if<parting_words>(&parsed_options);
        REQUIRE(words != nullptr);
        CHECK(words->code == 2);
        CHECK(words->text.find("--app-dir DIR") != std::string::npos);
    }
    const auto help = options_of({"--help"});
    CHECK(std::get<parting_words>(help).code == 0);
}
