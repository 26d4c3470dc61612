// SPDX-License-Identifier: MIT
//
// source_rules — each rule is a function from a file to what it found.
#include "tests/tidy/source_rules.hpp"

#include <algorithm>
#include <string>
#include <string_view>
#include <utility>

namespace fairlead::tidy {

namespace {

constexpr std::size_t columns_max = 100;
constexpr std::string_view licence_line = "// SPDX-License-Identifier: MIT";

class findings {
public:
    explicit findings(source_file const& file) : path_{file.path} {}
    void add(std::size_t line, std::string_view what) {
        list_.push_back(make_finding(path_, line, what));
    }
    std::vector<finding> take() { return std::move(list_); }

private:
    std::string_view path_;
    std::vector<finding> list_;
};

/// Characters, not bytes: a dash in a comment is one column wide.
std::size_t columns(std::string_view line) {
    return static_cast<std::size_t>(
        std::ranges::count_if(line, [](char c) { return (c & 0xC0) != 0x80; }));
}

bool lies_in(std::string_view path, std::string_view folder) {
    return path.starts_with(folder) && path.substr(folder.size()).starts_with('/');
}

void check_opener(source_file const& file, findings& found) {
    const auto lines = lines_of(file.text);
    if (lines.empty() || lines[0] != licence_line)
        return found.add(1, "the first line is not the licence line");
    if (lines.size() < 3 || lines[1] != "//" || !lines[2].starts_with("// ") ||
        lines[2].find(" — ") == std::string_view::npos)
        found.add(3, "does not open with '// noun — one line what it is.'");
}

void check_pragma_once(source_file const& file, findings& found) {
    if (file.path.ends_with(".hpp") && file.text.find("\n#pragma once\n") == file.text.npos)
        found.add(1, "a header without #pragma once");
}

void check_lines(source_file const& file, findings& found) {
    std::size_t number = 0;
    for (auto line : lines_of(file.text)) {
        ++number;
        if (columns(line) > columns_max) found.add(number, "longer than 100 columns");
        if (line.find('\t') != line.npos) found.add(number, "a tab");
        if (line.ends_with(' ') || line.ends_with('\r')) found.add(number, "a blank at the end");
        // The bracket is spelt in hex, or this line would find itself.
        if (line.find("TODO\x28now)") != line.npos) found.add(number, "still to be done");
    }
    if (!file.text.empty() && !file.text.ends_with('\n'))
        found.add(number, "no newline at the end");
}

bool is_webkit(std::string_view header) {
    return header.starts_with("webkit") || header.starts_with("jsc/") ||
           header.starts_with("JavaScriptCore/") || header.starts_with("gtk/") ||
           header.starts_with("gdk/");
}

void check_foreign_includes(source_file const& file, findings& found) {
    const std::string_view path = file.path;
    for (auto const& [line, header, quoted] : includes_of(file)) {
        if (quoted) continue;
        if (header == "iostream" && path != "main.cpp" && !path.ends_with("/main.cpp"))
            found.add(line, "<iostream> outside main.cpp");
        if (header.starts_with("spdlog/") && !lies_in(path, "broker/telemetry"))
            found.add(line, "spdlog outside broker/telemetry");
        if (is_webkit(header) && !lies_in(path, "webview-host/window") &&
            !lies_in(path, "webview-host/inpage") && !lies_in(path, "tests/desk"))
            found.add(line, "WebKitGTK outside webview-host/window, inpage and tests/desk");
        if (header.starts_with("catch2/") && path != "tests/support/catch.hpp")
            found.add(line, "Catch2 outside tests/support/catch.hpp");
    }
}

/// The text of the literal that begins in front of `rest`, up to its closing quote.
std::string_view literal(std::string_view rest) {
    std::size_t end = 0;
    while (end < rest.size() && rest[end] != '"') end += rest[end] == '\\' ? 2 : 1;
    return rest.substr(0, end);
}

/// CMake splits at semicolons and Catch2 reads a pattern: it would run never, or not alone.
bool is_sound_test_name(std::string_view name) {
    if (name.empty() || name.find(';') != name.npos) return false;
    for (std::size_t at = name.find('\\'); at != name.npos; at = name.find('\\', at + 2))
        if (name.substr(at, 2) != "\\\"") return false;
    return !name.starts_with('~') && !name.starts_with('*') && !name.ends_with('*') &&
           !name.starts_with(' ') && !name.ends_with(' ');
}

void check_test_names(source_file const& file, findings& found) {
    constexpr std::string_view opening = "TEST_CASE(\"";
    std::size_t number = 0;
    for (auto line : lines_of(file.text)) {
        ++number;
        if (line.starts_with(opening) && !is_sound_test_name(literal(line.substr(opening.size()))))
            found.add(number, "a test name that ctest or Catch2 misreads (;, \\, outer * or ~)");
    }
}

void check_title(source_file const& file, findings& found) {
    std::size_t number = 0, titles = 0;
    std::string fence;
    for (auto line : lines_of(file.text)) {
        ++number;
        const auto indent = std::min(line.find_first_not_of(' '), line.size());
        const auto text = line.substr(indent);
        if (!fence.empty()) {
            if (text.starts_with(fence)) fence.clear();
        } else if (text.starts_with("```") || text.starts_with("~~~")) {
            fence = text.substr(0, std::min(text.find_first_not_of(text[0]), text.size()));
        } else if (line.starts_with("# ") && ++titles > 1) {
            found.add(number, "a second title");
        }
    }
    if (titles == 0) found.add(1, "no title");
}

}  // namespace

std::vector<finding> broken_rules(source_file const& file) {
    findings found{file};
    if (is_markdown(file.path)) check_title(file, found);
    if (is_code(file.path)) {
        check_opener(file, found);
        check_pragma_once(file, found);
        check_lines(file, found);
        check_foreign_includes(file, found);
        check_test_names(file, found);
    }
    return found.take();
}

}  // namespace fairlead::tidy
