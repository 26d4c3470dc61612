// SPDX-License-Identifier: MIT
//
// contract_list — read by lines: clang-format keeps test cases in two forms, on one line or two.
#include "tests/tidy/contract_list.hpp"

#include <algorithm>
#include <cctype>
#include <fstream>
#include <iterator>
#include <optional>
#include <set>
#include <utility>

namespace fairlead::tidy {
namespace {

constexpr std::string_view opening = R"(# Compatibility with Wails

What a front end of Wails v2 can count on, item by item. Each item is a test in a real WebKitGTK
page, with a real broker and a real back end; `./x test -L contract` runs them all and prints one
line for each. The numbers are the sections of the reference that the tests were written from.
Where Wails hangs, loses something or ends the process, ours is meant to be better: a call rejects,
and a line is logged.

Not taken over: the development server of Wails with its WebSocket (section 8: `fairlead run` shows
the same page in the same window), the options of Windows and macOS, and Wails v3.

This page is written by `ninja -C build/dev contract-page` from the test cases and the two comments
above each; a test keeps it up to date.
)";

bool is_digit(char c) { return std::isdigit(static_cast<unsigned char>(c)) != 0; }

/// The string literals one after the other from there, joined; what is behind them in `text`.
std::string take_literal(std::string_view& text) {
    std::string joined;
    for (;;) {
        const auto quote = text.find_first_not_of(" \n");
        if (quote == text.npos || text[quote] != '"') return joined;
        auto end = quote + 1;
        for (; end < text.size() && text[end] != '"'; ++end) {
            if (text[end] == '\\') ++end;
            joined += text[end];
        }
        text.remove_prefix(std::min(end + 1, text.size()));
    }
}

/// The line above `at`, if it is a comment of that kind; `at` is moved to it.
std::optional<std::string> comment_above(std::string_view text, std::size_t& at,
                                         std::string_view kind) {
    if (at == 0) return std::nullopt;
    const auto end = at - 1;
    const auto begin = text.rfind('\n', end - 1) + 1;
    const auto line = text.substr(begin, end - begin);
    const auto start = "// " + std::string{kind} + ": ";
    if (!line.starts_with(start)) return std::nullopt;
    at = begin;
    return std::string{line.substr(start.size())};
}

std::vector<int> take_section(std::string_view& name) {
    std::vector<int> section;
    while (!name.empty() && is_digit(name.front())) {
        int number = 0;
        for (; !name.empty() && is_digit(name.front()); name.remove_prefix(1))
            number = number * 10 + (name.front() - '0');
        section.push_back(number);
        if (name.starts_with('.')) name.remove_prefix(1);
    }
    if (!name.starts_with(' ')) return {};
    name.remove_prefix(1);
    return section;
}

std::string text_of(std::vector<int> const& section) {
    std::string text;
    for (const int part : section) text += (text.empty() ? "" : ".") + std::to_string(part);
    return text;
}

void read_file(source_file const& file, contract_list& list, std::set<std::string>& used) {
    constexpr std::string_view opener = "\nTEST_CASE(";
    const std::string_view text = file.text;
    for (auto at = text.find(opener); at != text.npos; at = text.find(opener, at + 1)) {
        auto rest = text.substr(at + opener.size());
        const auto name = take_literal(rest);
        rest.remove_prefix(std::min(rest.find_first_not_of(", \n"), rest.size()));
        if (take_literal(rest).find("[contract]") == std::string::npos) continue;

        const auto line =
            static_cast<std::size_t>(std::count(
                text.begin(), text.begin() + static_cast<std::ptrdiff_t>(at) + 1, '\n')) +
            1;
        contract_item item;
        item.path = file.path;
        std::string_view what = name;
        item.section = take_section(what);
        item.what = what;
        const auto* known = list.sections.find(name);
        if (item.section.empty() || known == nullptr ||
            !list.sections.chapters.contains(item.section[0])) {
            list.findings.push_back(make_finding(
                file.path, line, "a contract case begins with a section of sections.txt"));
            continue;
        }
        used.insert(known->first);
        auto above = at + 1;
        const auto here = comment_above(text, above, "Here");
        const auto wails = here ? comment_above(text, above, "Wails") : std::nullopt;
        item.here = wails ? *here : known->second.here;
        item.wails = wails ? *wails : known->second.wails;
        list.items.push_back(std::move(item));
    }
}

std::string cell(std::string_view text) {
    std::string safe;
    for (const char c : text) {
        if (c == '|' || c == '<') safe += '\\';
        safe += c;
    }
    return safe;
}

}  // namespace

std::pair<const std::string, contract_sections::practice> const* contract_sections::find(
    std::string_view item) const {
    std::pair<const std::string, practice> const* longest = nullptr;
    for (auto const& one : defaults) {
        const std::string_view key = one.first;
        const bool fits = item.starts_with(key) &&
                          (item.size() == key.size() ||
                           std::isalnum(static_cast<unsigned char>(item[key.size()])) == 0);
        if (fits && (longest == nullptr || key.size() > longest->first.size())) longest = &one;
    }
    return longest;
}

contract_sections read_sections(std::string_view text) {
    constexpr std::string_view colon = ": ", arrow = " => ";
    contract_sections all;
    for (const auto line : lines_of(text)) {
        if (line.empty() || !is_digit(line.front())) continue;  // A remark.
        if (const auto end = line.find(colon); end != line.npos) {
            auto& said = all.defaults[std::string{line.substr(0, end)}];
            const auto both = line.substr(end + colon.size());
            const auto ours = both.find(arrow);
            said.wails = both.substr(0, ours);
            if (ours != both.npos) said.here = both.substr(ours + arrow.size());
            continue;
        }
        auto title = line;
        const auto section = take_section(title);
        if (section.size() == 1) all.chapters[section[0]] = title;
    }
    return all;
}

contract_sections read_sections_file(std::filesystem::path const& root) {
    std::ifstream file{root / "tests/contract/sections.txt"};
    return read_sections(std::string{std::istreambuf_iterator<char>{file}, {}});
}

contract_list read_contract(source_tree const& tree, contract_sections sections) {
    contract_list list;
    list.sections = std::move(sections);
    std::set<std::string> used;
    for (auto const& file : tree)
        if (is_code(file.path) && !is_header(file.path) && file.path.starts_with("tests/"))
            read_file(file, list, used);
    for (auto const& [key, said] : list.sections.defaults)
        if (key.find(' ') != key.npos && !used.contains(key))
            list.findings.push_back("tests/contract/sections.txt: no case begins with " + key);
    std::ranges::stable_sort(list.items, {}, [](contract_item const& one) {
        return std::pair{one.section, one.path};
    });
    for (auto one = list.items.begin(); one != list.items.end(); ++one)
        if (std::find_if(list.items.begin(), one, [&](auto const& other) {
                return other.section == one->section && other.what == one->what;
            }) != one)
            list.findings.push_back(
                make_finding(one->path, 1, "two contract cases have the name " + one->what));
    return list;
}

std::string page_of(contract_list const& list) {
    std::string page{opening};
    int chapter = -1;
    for (auto const& one : list.items) {
        if (one.section[0] != chapter) {
            chapter = one.section[0];
            page += "\n## " + std::to_string(chapter) + ". " + list.sections.chapters.at(chapter) +
                    "\n\n| § | item | Wails | here | test |\n|---|---|---|---|---|\n";
        }
        page += "| " + text_of(one.section) + " | " + cell(one.what) + " | " + cell(one.wails) +
                " | " + cell(one.here) + " | [" + one.path.substr(one.path.rfind('/') + 1) +
                "](../" + one.path + ") |\n";
    }
    return page;
}

}  // namespace fairlead::tidy
