// SPDX-License-Identifier: MIT
//
// unit_test — units for systemd: by their words, and as systemd's own checker reads them.
#include "cli/command_line.hpp"
#include "cli/commands/commands.hpp"
#include "cli/exit_code.hpp"
#include "cli/service/units.hpp"
#include "cli/text_file.hpp"

#include "tests/support/catch.hpp"
#include "tests/support/temporary_directory.hpp"

#include <cstdlib>

using namespace fairlead::cli;
using Catch::Matchers::Contains;
using fairlead::tests::temporary_directory;

namespace {

service::units units_of(std::string name, std::string dir, std::string const& broker) {
    return service::units_of({std::move(dir), std::move(name), {}}, broker);
}

/// A program that is there, wherever that is.
std::filesystem::path program_in(temporary_directory const& folder, std::string const& place) {
    const auto file = folder.write(place + "/fairlead-broker", "#!/bin/sh\n");
    std::filesystem::permissions(file, std::filesystem::perms::owner_all);
    return file;
}

/// What systemd-analyze has to say; empty: nothing.
std::string complaints(temporary_directory const& folder, service::units const& made) {
    const auto socket = folder.write("units/" + made.name + ".socket", made.socket);
    const auto service = folder.write("units/" + made.name + ".service", made.service);
    const auto said = folder.path() / "said";
    // Manual pages may be elsewhere, or not installed yet.
    const auto line = "XDG_RUNTIME_DIR='" + folder.path().native() +
                      "' systemd-analyze verify --user --man=no '" + socket.native() + "' '" +
                      service.native() + "' >'" + said.native() + "' 2>&1";
    const auto code = std::system(line.c_str());
    return (code == 0 ? "" : "code " + std::to_string(code) + ": ") + read_text(said).value_or("");
}

}  // namespace

TEST_CASE("an app's units say where it is, and what holds of each", "[cli][unit]") {
    const auto made = units_of("notes", "/home/ada/notes", "/usr/bin/fairlead-broker");
    CHECK(made.name == "fairlead@notes");
    CHECK_THAT(made.socket, Contains("\nListenStream=%t/fairlead/notes/broker.sock\n") &&
                                Contains("\nSocketMode=0600\n") &&
                                Contains("\nDirectoryMode=0700\n"));
    CHECK_THAT(
        made.service,
        Contains("\nExecStart=\"/usr/bin/fairlead-broker\" --app-dir \"/home/ada/notes\"\n") &&
            Contains("\nType=notify\n") && Contains("\nKillMode=mixed\n") &&
            Contains("\nRequires=fairlead@notes.socket\n"));
    for (auto const* text : {&made.socket, &made.service})
        CHECK_THAT(*text,
                   Catch::Matchers::StartsWith(std::string{service::first_line}) && !Contains("<"));
}

TEST_CASE("what systemd would read otherwise is escaped", "[cli][unit]") {
    CHECK(service::unit_word("/a b") == R"("/a b")");
    CHECK(service::unit_word(R"(/50%/$HOME/"x"\y)") == R"("/50%%/$$HOME/\"x\"\\y")");
    CHECK(service::unit_word("/a\nb\x7f") == R"("/a\x0ab\x7f")");
    const auto made = units_of("my-app+50%", "/a", "/opt/my $tools 5%/fairlead-broker");
    CHECK(made.name == R"(fairlead@my-app\x2b50\x25)");
    CHECK_THAT(made.socket, Contains("ListenStream=%t/fairlead/my-app+50%%/broker.sock\n"));
    CHECK_THAT(made.service, Contains(R"(ExecStart="/opt/my $tools 5%%/fairlead-broker" --app)") &&
                                 Contains(R"(Requires=fairlead@my-app\x2b50\x25.socket)"));
    CHECK_THROWS_WITH(units_of("a", "/a", "/it's/fairlead-broker"), Contains("quotes"));
}

TEST_CASE("systemd takes the units as they are", "[cli][unit]") {
    if (std::system("command -v systemd-analyze >/dev/null 2>&1") != 0) {
        WARN("there is no systemd-analyze (Debian: systemd): units are not verified");
        return;
    }
    const temporary_directory folder;
    const auto plain = program_in(folder, "bin");
    CHECK(complaints(folder, units_of("notes", "/home/ada/notes", plain)) == "");
    const auto odd = program_in(folder, "my $HOME 5%n {tools}");
    CHECK(complaints(folder, units_of(R"(it's-my-"app"@50%\x)", "/a \"b\"/%n/$c\\d'e", odd)) == "");
    // It would say so if it had not looked.
    CHECK_THAT(complaints(folder, units_of("notes", "/a", "/nowhere/fairlead-broker")),
               Contains("/nowhere/fairlead-broker"));
}

TEST_CASE("units are written where the user's manager looks, and no others are touched",
          "[cli][unit]") {
    const temporary_directory folder;
    REQUIRE(::setenv("XDG_CONFIG_HOME", (folder.path() / "config").c_str(), 1) == 0);
    folder.write("app/wails.json", R"({"name":"notes"})");
    program_in(folder, "bin");
    const std::string path = std::getenv("PATH");
    REQUIRE(::setenv("PATH", (folder.path() / "bin").c_str(), 1) == 0);
    const unit_command install{folder.path() / "app/", true};
    const auto file = folder.path() / "config/systemd/user/fairlead@notes.service";
    CHECK(execute(install) == 0);
    CHECK_THAT(read_text(file).value_or(""), Contains((folder.path() / "app").native() + "\"\n"));
    CHECK(execute(install) == 0);  // Once more, after the app has moved.
    folder.write("config/systemd/user/fairlead@notes.service", "[Service]\n");
    CHECK_THROWS_WITH(execute(install), Contains("is not ours"));
    CHECK(read_text(file) == "[Service]\n");
    ::setenv("PATH", path.c_str(), 1);
    ::unsetenv("XDG_CONFIG_HOME");
}

TEST_CASE("unit takes a folder", "[cli][unit]") {
    std::string words[] = {"fairlead", "unit", "app", "--install"};
    char* argv[] = {words[0].data(), words[1].data(), words[2].data(), words[3].data()};
    const auto command = std::get<unit_command>(parse_command_line(4, argv));
    CHECK(command.app_dir == "app");
    CHECK(command.install);
}
