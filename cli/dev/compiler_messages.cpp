// SPDX-License-Identifier: MIT
//
// compiler_messages — read from the right: a file's name may have colons and spaces of its own.
#include "cli/dev/compiler_messages.hpp"

#include <algorithm>
#include <charconv>
#include <optional>
#include <utility>

namespace fairlead::cli::dev {
namespace {

constexpr auto npos = std::string_view::npos;

std::optional<int> number(std::string_view text) {
    int value = 0;
    const auto [end, failed] = std::from_chars(text.data(), text.data() + text.size(), value);
    if (text.empty() || failed != std::errc{} || end != text.data() + text.size() || value < 0)
        return std::nullopt;
    return value;
}

std::string_view trimmed(std::string_view text) {
    const auto begin = text.find_first_not_of(" \t");
    if (begin == npos) return {};
    return text.substr(begin, text.find_last_not_of(" \t\r") - begin + 1);
}

/// `file`, `file:28` or `file:28:16`.
compiler_error place(std::string_view where) {
    compiler_error found;
    int numbers[2] = {0, 0};
    int count = 0;
    for (; count < 2; ++count) {
        const auto colon = where.rfind(':');
        const auto value = colon == npos ? std::nullopt : number(where.substr(colon + 1));
        if (!value) break;
        numbers[count] = *value;
        where = where.substr(0, colon);
    }
    found.file = where;
    if (count == 1) found.line = numbers[0];
    if (count == 2) {
        found.line = numbers[1];
        found.column = numbers[0];
    }
    return found;
}

/// g++ and clang: `file:line:column: error: text`, also `fatal error`.
std::optional<compiler_error> from_compiler(std::string_view line) {
    for (const std::string_view word : {": fatal error: ", ": error: "}) {
        const auto at = line.find(word);
        if (at == npos) continue;
        auto found = place(line.substr(0, at));
        found.text = trimmed(line.substr(at + word.size()));
        // A driver or linker speaks under its own name: that is no file of the app.
        if (found.line == 0) {
            found.text = found.file + ": " + found.text;
            found.file.clear();
        }
        return found;
    }
    return std::nullopt;
}

/// The linker: `main.cpp:(.text+0x1f): undefined reference to `f()'`, `multiple definition of`.
std::optional<compiler_error> from_linker(std::string_view line) {
    for (const std::string_view word : {"undefined reference to ", "multiple definition of "}) {
        const auto at = line.find(word);
        if (at == npos) continue;
        compiler_error found;
        found.text = trimmed(line.substr(at));
        if (const auto section = line.find(":(.text"); section != npos && section < at) {
            // ld puts its own name and the object before the source, or nothing.
            const auto before = line.substr(0, section);
            const auto space = before.rfind(": ");
            found.file = space == npos ? before : before.substr(space + 2);
            if (found.file.ends_with(".o")) found.file.clear();
        } else if (const auto colon = line.substr(0, at).rfind(": "); colon != npos) {
            auto const where = place(line.substr(0, colon));
            if (where.line > 0) {
                found.file = where.file;
                found.line = where.line;
            }
        }
        return found;
    }
    return std::nullopt;
}

}  // namespace

std::string describe(compiler_error const& error) {
    std::string text = error.file;
    if (error.line > 0) text += ':' + std::to_string(error.line);
    if (error.column > 0) text += ':' + std::to_string(error.column);
    if (!text.empty()) text += ": ";
    return text + error.text;
}

void compiler_messages::add(compiler_error error) {
    if (error.text.size() > text_bytes_max) {
        auto end = text_bytes_max;  // Not within a character.
        while (end > 0 && (static_cast<unsigned char>(error.text[end]) & 0xC0) == 0x80) --end;
        error.text.resize(end);
        error.text += "…";
    }
    // Two targets with the same source say the same.
    if (std::ranges::find(errors_, error) != errors_.end()) return;
    if (errors_.size() < errors_max) errors_.push_back(std::move(error));
    else ++more_;
}

/// `CMake Error at CMakeLists.txt:9 (find_package):`, then the text, indented, until a line is not.
bool compiler_messages::take_cmake(std::string_view line) {
    constexpr std::string_view start = "CMake Error";
    if (line.starts_with(start)) {
        finish();
        auto rest = line.substr(start.size());
        if (rest.starts_with(" at ")) {
            rest = rest.substr(4);
            cmake_ = place(rest.substr(0, rest.find(" (")));
        } else if (rest.starts_with(" in ")) {
            rest = rest.substr(4);
            cmake_ = place(rest.substr(0, rest.rfind(':')));
        } else if (rest.starts_with(": ")) {
            cmake_.text = trimmed(rest.substr(2));
        }
        in_cmake_ = true;
        return true;
    }
    if (!in_cmake_) return false;
    if (const auto text = trimmed(line); line.empty() || line.front() == ' ') {
        if (!text.empty()) (cmake_.text += cmake_.text.empty() ? "" : " ") += text;
        return true;
    }
    finish();
    return false;
}

void compiler_messages::take(std::string_view line) {
    if (take_cmake(line)) return;
    if (auto found = from_compiler(line)) return add(std::move(*found));
    if (auto found = from_linker(line)) add(std::move(*found));
}

void compiler_messages::finish() {
    if (std::exchange(in_cmake_, false)) add(std::exchange(cmake_, {}));
}

}  // namespace fairlead::cli::dev
