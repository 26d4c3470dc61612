// SPDX-License-Identifier: MIT
//
// command — `fairlead generate module` as one types it.
#include "cli/generate/describe.hpp"
#include "cli/text_file.hpp"

#include "tests/support/catch.hpp"
#include "tests/support/paths.hpp"
#include "tests/support/running_app.hpp"
#include "tests/support/temporary_directory.hpp"

#include <fstream>

using namespace fairlead::tests;
using namespace std::chrono_literals;

namespace {

outcome generate(std::vector<std::string> args) {
    args.insert(args.begin(), {"generate", "module"});
    return run_fairlead(runtime_folder{}, std::move(args));
}

/// A program that prints this when it is asked what it offers.
void write_plugin(temporary_directory const& dir, std::string const& name,
                  std::string const& said) {
    const auto file = dir.write(name, "#!/bin/sh\ncat <<'END'\n" + said + "\nEND\n");
    std::filesystem::permissions(file, std::filesystem::perms::owner_all);
}

std::string manifest_with(std::string const& method) {
    return R"({"manifest":1,"name":"x","methods":[{"name":")" + method +
           R"(","parameters":[{"name":"who","type":"string"}],"result":"void"}]})";
}

constexpr auto two_plugins = R"({"name":"app","fairlead":{"plugins":[
    {"name":"one","exec":"one"},{"name":"two","exec":"two"}]}})";

/// An app whose plugins bind these.
void write_app(temporary_directory const& dir, std::string const& one, std::string const& two) {
    dir.write("wails.json", two_plugins);
    write_plugin(dir, "one", manifest_with(one));
    write_plugin(dir, "two", manifest_with(two));
}

std::map<std::string, std::string> texts_below(std::filesystem::path const& folder) {
    std::map<std::string, std::string> all;
    for (auto const& entry : std::filesystem::recursive_directory_iterator{folder}) {
        if (!entry.is_regular_file()) continue;
        all[entry.path().lexically_relative(folder)] =
            fairlead::cli::read_text(entry.path()).value_or("");
    }
    return all;
}

bool exists(temporary_directory const& dir, char const* name) {
    return std::filesystem::exists(dir.path() / "frontend/wailsjs/go" / name);
}

}  // namespace

TEST_CASE("what is made is what lies in the tree", "[generate]") {
    const std::string app = GENERATE("every_type", "interfaces");
    const temporary_directory dir;
    std::filesystem::copy(source_root() / "tests/generate/apps", dir.path(),
                          std::filesystem::copy_options::recursive);
    const auto go = std::filesystem::path{app} / "wailsjs/go";
    std::filesystem::remove_all(dir.path() / go);
    CHECK(generate({dir.path() / app}).code == 0);
    CHECK(texts_below(dir.path() / go) == texts_below(source_root() / "tests/generate/apps" / go));
    CHECK(generate({dir.path() / app, "--check"}).code == 0);
}

TEST_CASE("wailsjs is made, found right, and follows the plugins", "[generate]") {
    const temporary_directory dir;
    write_app(dir, "main.App.Greet", "main.Other.Greet");
    const auto app = dir.path().native();

    const auto missing = generate({app, "--check"});
    CHECK(missing.code == 1);
    CHECK_THAT(missing.out,
               Catch::Matchers::Contains("missing   frontend/wailsjs/go/main/App.js\n"));
    CHECK(missing.err ==
          "generate: frontend/wailsjs is not up to date: fairlead generate module\n");
    CHECK_FALSE(exists(dir, "main/App.js"));

    const auto made = generate({app});
    CHECK(made.code == 0);
    CHECK_THAT(made.out, Catch::Matchers::Contains("new       frontend/wailsjs/go/main/App.js\n"));
    CHECK(exists(dir, "main/App.d.ts"));
    CHECK(generate({app, "--check"}).code == 0);
    CHECK(generate({app}).out.empty());

    write_app(dir, "main.App.Leave", "new.Other.Greet");
    const auto other = generate({app, "--check"});
    CHECK(other.code == 1);
    CHECK_THAT(other.out, Catch::Matchers::Contains(
                              R"(differs   frontend/wailsjs/go/main/App.js:4: is "export )"
                              R"(function Greet(who) {", not "export function Leave(who) {")"));
    CHECK_THAT(other.out,
               Catch::Matchers::Contains("obsolete  frontend/wailsjs/go/main/Other.js\n"));
    CHECK(generate({app}).code == 0);
    CHECK_FALSE(exists(dir, "main/Other.js"));
    CHECK(exists(dir, "new/Other.js"));
}

TEST_CASE("plugins that clash are named, and nothing is written", "[generate]") {
    const temporary_directory dir;
    write_app(dir, "main.App.Greet", "main.App.Greet");
    const auto ran = generate({dir.path()});
    CHECK(ran.code == 1);
    CHECK(ran.err == "generate: the plugins one and two both offer the method main.App.Greet\n");
    CHECK_FALSE(std::filesystem::exists(dir.path() / "frontend"));
}

TEST_CASE("a plugin that does not describe itself is named", "[generate]") {
    const temporary_directory dir;
    write_app(dir, "main.App.Greet", "main.Other.Greet");
    const auto complaint = [&] {
        const auto ran = generate({dir.path()});
        CHECK(ran.code == 1);
        return ran.err;
    };
    const auto two = dir.path() / "two";
    const auto is_script = [&](std::string const& script) {
        std::ofstream{two} << "#!/bin/sh\n" << script << '\n';
    };

    is_script("echo I am no plugin");
    CHECK_THAT(complaint(), Catch::Matchers::StartsWith("generate: plugin two: its manifest: "));
    is_script("echo cannot open libfoo.so >&2; exit 3");
    CHECK(complaint() == "generate: plugin two: " + two.native() +
                             " --describe ended with code 3: cannot open libfoo.so\n");
    is_script("kill -SEGV $$");
    CHECK(complaint() ==
          "generate: plugin two: " + two.native() + " --describe was ended by signal 11\n");
    is_script("head -c 17000000 /dev/zero");
    CHECK(complaint() == "generate: plugin two: its manifest has more than 16 MiB\n");
    std::filesystem::remove(two);
    CHECK_THAT(complaint(),
               Catch::Matchers::StartsWith("generate: plugin two: \"two\" is no program: tried "));
}

TEST_CASE("a plugin that hangs is ended and named", "[generate]") {
    const fairlead::cli::plugin_program hangs{.name = "one",
                                              .exec = "sh",
                                              .file = "/bin/sh",
                                              .tried = {},
                                              .args = {"-c", "exec sleep 1000"},
                                              .env = {}};
    CHECK_THROWS_WITH(fairlead::cli::generate::describe(hangs, "/", "generate", 1s),
                      "plugin one: /bin/sh --describe did not end within 1 s");
}

TEST_CASE("wrong keys of wails.json are named", "[generate]") {
    const temporary_directory dir;
    const auto complaint = [&](std::string const& config) {
        const auto file = dir.write("wails.json", R"({"name":"app",)" + config + '}');
        const auto ran = generate({dir.path()});
        CHECK(ran.code == 2);
        return ran.err.substr(0, ran.err.find('\n')).erase(0, file.native().size() + 12);
    };
    CHECK(complaint(R"("wailsjsdir":7)") == "wailsjsdir: must be a string");
    CHECK(complaint(R"("bindings":{"ts_generation":[]})") ==
          "bindings.ts_generation: must be an object");
    CHECK(complaint(R"("bindings":{"ts_generation":{"prefix":"a-"}})") ==
          "bindings.ts_generation.prefix: must be letters, digits and '_'");
    CHECK(complaint(R"("bindings":{"ts_generation":{"outputType":"types"}})") ==
          "bindings.ts_generation.outputType: must be classes or interfaces");
    const auto nowhere = generate({dir.path() / "nowhere"});
    CHECK(nowhere.code == 2);
    CHECK_THAT(nowhere.err, Catch::Matchers::StartsWith("generate: "));
}

TEST_CASE("the examples have what is made of their plugins", "[generate]") {
    const std::string example = GENERATE("greeter", "notes");
    const auto ran = generate({source_root() / "examples" / example, "--check"});
    INFO(ran.out << ran.err);
    CHECK(ran.code == 0);
}
