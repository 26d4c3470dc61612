// SPDX-License-Identifier: MIT
//
// help_test — completions in real shells, manual pages through groff, both from what parses.
#include "cli/help/completion.hpp"
#include "cli/help/document_page.hpp"
#include "cli/help/man_page.hpp"
#include "cli/whole_line.hpp"

#include "tests/support/catch.hpp"
#include "tests/support/temporary_directory.hpp"

#include <sys/wait.h>

#include <algorithm>
#include <array>
#include <cstdio>
#include <cstdlib>

using namespace fairlead::cli;
using namespace fairlead::tests;
using Catch::Matchers::Contains;

namespace {

help::command tree() {
    const whole_line line;
    return help::describe(line.app());
}

help::command const& named(help::command const& top, std::string const& page) {
    for (auto const* one : help::all_of(top))
        if (help::page_name(*one) == page) return *one;
    throw std::runtime_error{"no command " + page};
}

bool has(std::string const& program) {
    return std::system(("command -v " + program + " >/dev/null 2>&1").c_str()) == 0;
}

struct said {
    int code;
    std::string text;
};
said run(std::string const& line) {
    auto* pipe = ::popen((line + " 2>&1").c_str(), "re");
    REQUIRE(pipe != nullptr);
    said all{0, {}};
    std::array<char, 4'096> some;
    while (const auto length = std::fread(some.data(), 1, some.size(), pipe))
        all.text.append(some.data(), length);
    const auto status = ::pclose(pipe);
    all.code = WIFEXITED(status) ? WEXITSTATUS(status) : -1;
    return all;
}

/// Where man's own settings do not say that an option is typed with it, a dash is a minus.
std::string with_plain_dashes(std::string text) {
    constexpr std::string_view minus = "\u2212", hyphen = "\u2010";
    for (const auto dash : {minus, hyphen})
        for (auto at = text.find(dash); at != std::string::npos; at = text.find(dash, at))
            text.replace(at, dash.size(), "-");
    return text;
}

/// As a terminal shows it. Whatever groff has to say against it is a failure.
std::string rendered(std::filesystem::path const& page) {
    const auto warnings = page.native() + ".warnings";
    const auto shown =
        run("groff -k -man -Tutf8 -ww -P-cbuo -rLL=78n " + page.native() + " 2>" + warnings);
    CHECK(shown.code == 0);
    CHECK(run("cat " + warnings).text == "");
    return with_plain_dashes(shown.text);
}

std::string without_space(std::string text) {
    std::erase_if(text, [](char c) { return c == ' ' || c == '\n'; });
    return text;
}

/// The folder of a `fairlead` that knows one name.
std::string beside_fake_fairlead(temporary_directory const& folder) {
    const auto fake = folder.write("bin/fairlead", "#!/bin/sh\necho greeter\n");
    std::filesystem::permissions(fake, std::filesystem::perms::owner_all);
    return fake.parent_path().native();
}

/// The last word is completed, in a real bash, beside a `fairlead` that knows one plugin.
std::string completed_by_bash(temporary_directory const& folder, std::string const& words) {
    const auto script = folder.write("fairlead.bash", help::bash_completion(tree()));
    return run("PATH=" + beside_fake_fairlead(folder) + ":$PATH bash -euc '. " + script.native() +
               "; COMP_WORDS=(fairlead " + words +
               "); COMP_CWORD=$((${#COMP_WORDS[@]}-1)); _fairlead 2>/dev/null; "
               "printf \"%s \" \"${COMPREPLY[@]}\"'")
        .text;
}

}  // namespace

TEST_CASE("the tree has what the command line has", "[cli][help]") {
    const auto top = tree();
    CHECK(top.commands.size() > 15);
    auto const& log = named(top, "fairlead-log");
    CHECK(log.arguments.at(0).names.front() == "PLUGIN");
    CHECK(log.arguments.at(0).is_required);
    const auto follow = std::ranges::find_if(
        log.options, [](auto const& one) { return one.names.back() == "--follow"; });
    REQUIRE(follow != log.options.end());
    CHECK(follow->names.front() == "-f");
    CHECK(follow->value.empty());
    const auto json = std::ranges::find_if(
        log.options, [](auto const& one) { return one.names.back() == "--json"; });
    CHECK(json->choices == std::vector<std::string>{"off", "short", "pretty"});
    CHECK(named(top, "fairlead-policy-explain").words.size() == 3);
    CHECK_THROWS(named(top, "fairlead-complete-names"));
}

TEST_CASE("bash completes commands, options, their values and live names", "[cli][help]") {
    temporary_directory folder;
    CHECK_THAT(completed_by_bash(folder, "mon"), Contains("monitor"));
    CHECK(completed_by_bash(folder, "intro") == "introspect ");
    CHECK(completed_by_bash(folder, "policy ex") == "explain ");
    CHECK(completed_by_bash(folder, "log --fo") == "--follow ");
    CHECK(completed_by_bash(folder, "list --json pr") == "pretty ");
    CHECK(completed_by_bash(folder, "list --json = pr") == "pretty ");
    CHECK(completed_by_bash(folder, "list --json =") == "off short pretty ");
    CHECK(completed_by_bash(folder, "--app log sta") == "status start ");
    CHECK(completed_by_bash(folder, "top --interval \"\"") == " ");
    CHECK(completed_by_bash(folder, "restart gr") == "greeter ");
    CHECK(completed_by_bash(folder, "--app x log -f gr") == "greeter ");
    CHECK(completed_by_bash(folder, "completion z") == "zsh ");
    CHECK_THAT(completed_by_bash(folder, "\"\""), Contains("run ") && Contains("top "));
}

TEST_CASE("zsh completes the same, by the same words", "[cli][help]") {
    temporary_directory folder;
    if (!has("zsh")) {
        WARN("there is no zsh here");
        return;
    }
    const auto script = folder.write("_fairlead", help::zsh_completion(tree()));
    const auto think = [&](std::string const& words) {
        return run("PATH=" + beside_fake_fairlead(folder) + ":$PATH zsh -fc 'compdef() { : }; . " +
                   script.native() + "; _fairlead_think " + words +
                   " 2>/dev/null; print -r -- ${=fl_words}'")
            .text;
    };
    CHECK(think("gr restart") == "greeter\n");
    CHECK(think("pr list --json") == "off short pretty\n");
    CHECK_THAT(think("\"\""), Contains("run ") && Contains("monitor "));
    CHECK_THAT(think("--f log"), Contains("--follow"));
}

TEST_CASE("fish completes commands, options and live names", "[cli][help]") {
    temporary_directory folder;
    if (!has("fish")) {
        WARN("there is no fish here");
        return;
    }
    const auto script = folder.write("fairlead.fish", help::fish_completion(tree()));
    const auto complete = [&](std::string const& line) {
        return run("HOME=" + folder.path().native() + " PATH=" + beside_fake_fairlead(folder) +
                   ":$PATH fish --no-config -c 'source " + script.native() +
                   "; complete -C \"fairlead " + line + "\" 2>/dev/null'")
            .text;
    };
    CHECK_THAT(complete("mon"), Contains("monitor\t"));
    CHECK_THAT(complete("policy ex"), Contains("explain\t"));
    CHECK_THAT(complete("log --fo"), Contains("--follow"));
    CHECK_THAT(complete("restart gr"), Contains("greeter"));
    CHECK_THAT(complete("list --json pr"), Contains("pretty"));
}

TEST_CASE("each command has a page that renders without a warning", "[cli][help]") {
    temporary_directory folder;
    const auto top = tree();
    const bool can_render = has("groff");
    if (!can_render) WARN("there is no groff: pages are not rendered");
    for (auto const* one : help::all_of(top)) {
        const auto page = help::man_page(*one, "1.2.3");
        CAPTURE(help::page_name(*one));
        const auto file = folder.write(help::page_name(*one) + ".1", page);
        if (!can_render) continue;
        const auto shown = rendered(file);
        CHECK_THAT(shown, Contains("SYNOPSIS"));
        for (auto const& option : one->options) CHECK_THAT(shown, Contains(option.names.back()));
    }
    CHECK_THAT(help::man_page(named(top, "fairlead-top"), "1.2.3"),
               Contains(".TH \"FAIRLEAD\\-TOP\" 1"));
}

TEST_CASE("what docs/ uses of Markdown is told to roff", "[cli][help]") {
    CHECK(help::roff_of("# Title\n\nA `b-c` and **d** of\n*e*, [f](g.md).\n") ==
          ".PP\nA \\fBb\\-c\\fR and \\fBd\\fR of \\fIe\\fR, f.\n");
    CHECK(help::roff_of("## A `b`\n### C\n") == ".SH \"A b\"\n.SS \"C\"\n");
    CHECK(help::roff_of(".a\n\n- 2 * 3\n- 'b\n  c\n") ==
          ".PP\n\\&.a\n.IP \\(bu 2\n2 * 3\n.IP \\(bu 2\n\\&'b c\n");
    CHECK(help::roff_of("```sh\n.x \\n\n\n```\n") ==
          ".PP\n.RS 4\n.EX\n\\&.x \\en\n\\&\n.EE\n.RE\n");
    CHECK(help::roff_of("| a | b |\n|---|---|\n| `x|y` | z \\| |\n") == ".TP\n\\fBx|y\\fR\nz |\n");
    CHECK(help::roff_of("| a | b | c |\n|---|---|---|\n| 1 | 2 | 3 |\n") ==
          ".TP\n1\n\\fIb:\\fR 2\n.br\n\\fIc:\\fR 3\n");
    CHECK(help::roff_of("[a](https://b.org)") == ".PP\na (https://b.org)\n");
}

TEST_CASE("pages of docs/ render without a warning, and lose nothing", "[cli][help]") {
    temporary_directory folder;
    if (!has("groff")) {
        WARN("there is no groff: pages are not rendered");
        return;
    }
    for (auto const& one : help::documents()) {
        CAPTURE(one.name);
        const auto file = folder.write(std::string{one.name} + '.' + one.section,
                                       help::document_page(one, "1.2.3"));
        const auto shown = rendered(file);
        CHECK_THAT(shown, Contains("SEE ALSO") && !Contains("](") && !Contains("|---"));
        // Each word in code is there. A line may end within it.
        const auto plain = without_space(shown);
        const std::string_view text = one.markdown();
        for (std::size_t at = 0; (at = text.find(" `", at)) != text.npos; ++at) {
            const auto word = text.substr(at + 2, text.find('`', at + 2) - at - 2);
            CAPTURE(word);
            CHECK(plain.find(without_space(std::string{word})) != plain.npos);
        }
    }
}
