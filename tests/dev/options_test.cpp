// SPDX-License-Identifier: MIT
//
// dev_options, dev_settings — Wails' flags and keys.
#include "cli/command_line.hpp"
#include "cli/dev/dev_options.hpp"
#include "cli/dev/dev_settings.hpp"
#include "cli/exit_code.hpp"

#include "tests/support/catch.hpp"
#include "tests/support/temporary_directory.hpp"

using namespace fairlead::cli;
using namespace fairlead::cli::dev;
using Catch::Matchers::Contains;
using fairlead::tests::temporary_directory;
using namespace std::chrono_literals;

namespace {

template <class... Args>
dev_command parse(Args... args) {
    std::string texts[] = {"fairlead", "dev", args...};
    std::vector<char*> argv;
    for (auto& text : texts) argv.push_back(text.data());
    return std::get<dev_command>(parse_command_line(static_cast<int>(argv.size()), argv.data()));
}

dev_settings settings_of(temporary_directory const& dir, std::string const& keys,
                         dev_command command = {}) {
    dir.write("wails.json", R"({"name":"demo")" + keys + "}");
    command.app_dir = dir.path();
    return dev_settings::of(command);
}

}  // namespace

TEST_CASE("Wails' flags have one dash or two", "[dev]") {
    for (auto const& dash : {std::string{"-"}, std::string{"--"}}) {
        const auto all =
            parse("app", dash + "browser", dash + "devserver", "localhost:0", dash + "debounce=250",
                  dash + "reloaddirs", "a,b", "-s", dash + "noreload", dash + "loglevel", "Warning",
                  dash + "nocolour", dash + "frontenddevserverurl", "http://localhost:3000");
        CHECK(all.app_dir == "app");
        CHECK(all.browser);
        CHECK(all.dev_server == "localhost:0");
        CHECK(all.debounce_ms == 250u);
        CHECK(all.reload_dirs == "a,b");
        CHECK(all.skip_frontend);
        CHECK(all.no_reload);
        CHECK(all.log_level == "warn");
        CHECK(all.no_colour);
        CHECK(all.front_end_url == "http://localhost:3000");
    }
    CHECK(parse().app_dir == ".");
    CHECK(parse("--headless").headless);
    CHECK(parse("-e", "cpp,rs").extensions == "cpp,rs");
    CHECK(with_two_dashes({"-s", "-browser", "--", "-browser", "-1", "a-b"}) ==
          std::vector<std::string>{"-s", "--browser", "--", "-browser", "-1", "a-b"});
}

TEST_CASE("a flag that means nothing here is refused, with the reason", "[dev]") {
    CHECK_THROWS_WITH(parse("-ldflags", "-s -w"), Contains("CMake builds the plugins"));
    CHECK_THROWS_WITH(parse("-appargs", "a"), Contains("plugins have \"args\""));
    CHECK_THROWS_WITH(parse("-save"), Contains("write it into wails.json"));
    CHECK_THROWS_WITH(parse("-race"), Contains("-fsanitize=thread"));
    CHECK_THROWS_AS(parse("-nonsense"), command_failed);
    CHECK_THROWS_AS(parse("-loglevel", "loud"), command_failed);
}

TEST_CASE("wails.json says what a session does, the command line says it better", "[dev]") {
    const temporary_directory dir;
    const auto plain = settings_of(dir, "");
    CHECK(plain.dev_server == "localhost:34115");
    CHECK(plain.quiet == 100ms);
    CHECK(plain.front_end_patience == 10s);
    CHECK_FALSE(plain.has_upstream());

    const std::string keys =
        R"(,"frontend:install":"i","frontend:build":"b","frontend:dev:watcher":"w",)"
        R"("frontend:dev:serverUrl":"auto","viteServerTimeout":20,"debounceMS":50,)"
        R"("reloaddirs":"themes, /else/where/","devServer":"localhost:1234")";
    const auto full = settings_of(dir, keys);
    CHECK(full.install_command == "i");
    CHECK(full.build_command.empty());  // Its own server does that.
    CHECK(full.watcher_command == "w");
    CHECK(full.front_end_url == "auto");
    CHECK(full.front_end_patience == 20s);
    CHECK(full.quiet == 50ms);
    CHECK(full.dev_server == "localhost:1234");
    CHECK(full.reload_dirs ==
          std::vector<std::filesystem::path>{dir.path() / "themes", "/else/where"});

    dev_command said;
    said.skip_frontend = true;
    said.dev_server = "localhost:0";
    const auto skipped = settings_of(dir, keys, said);
    CHECK(skipped.install_command.empty());
    CHECK(skipped.watcher_command.empty());
    CHECK_FALSE(skipped.has_upstream());  // Nobody would say where it is.
    CHECK(skipped.dev_server == "localhost:0");

    const auto own = settings_of(dir, R"(,"frontend:install":"i","frontend:build":"b",)"
                                      R"("frontend:dev:install":"di","frontend:dev:build":"db")");
    CHECK(own.install_command == "di");
    CHECK(own.build_command == "db");
}

TEST_CASE("a wrong key is named", "[dev]") {
    const temporary_directory dir;
    CHECK_THROWS_WITH(settings_of(dir, R"(,"debounceMS":"soon")"), Contains("debounceMS: must be"));
    CHECK_THROWS_WITH(settings_of(dir, R"(,"devServer":"localhost")"), Contains("HOST:PORT"));
    CHECK_THROWS_WITH(settings_of(dir, R"(,"devServer":"localhost:70000")"), Contains("HOST:PORT"));
    CHECK_THROWS_WITH(settings_of(dir, R"(,"frontend:dev:serverUrl":"5173")"),
                      Contains("neither \"auto\" nor"));
}
