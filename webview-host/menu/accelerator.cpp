// SPDX-License-Identifier: MIT
//
// accelerator — modifiers first, the key last; a key may be "+".
#include "webview-host/menu/accelerator.hpp"

#include <fairlead/json/error.hpp>

#include <algorithm>
#include <array>

namespace fairlead::host {
namespace {

constexpr std::array<std::string_view, 17> named_keys{
    "backspace", "tab",    "return", "enter", "escape", "left",    "right",     "up",     "down",
    "space",     "delete", "home",   "end",   "insert", "page up", "page down", "numlock"};

bool is_function_key(std::string_view key) {
    if (key.size() < 2 || key.size() > 3 || key.front() != 'f' || key[1] == '0') return false;
    int number = 0;
    for (const char c : key.substr(1)) {
        if (c < '0' || c > '9') return false;
        number = number * 10 + (c - '0');
    }
    return number <= 35;
}

/// One character of UTF-8.
bool is_character(std::string_view key) {
    if (key.empty() || static_cast<unsigned char>(key.front()) <= ' ') return false;
    return std::ranges::none_of(
               key.substr(1),
               [](char c) { return (static_cast<unsigned char>(c) & 0xc0) != 0x80; }) &&
           key.size() <= 4;
}

bool set_modifier(accelerator& of, std::string_view name) {
    bool* which = nullptr;
    if (name == "cmdorctrl" || name == "ctrl" || name == "control") which = &of.control;
    if (name == "optionoralt" || name == "alt") which = &of.alt;
    if (name == "shift") which = &of.shift;
    if (name == "super") which = &of.super;
    if (which != nullptr) *which = true;
    return which != nullptr;
}

}  // namespace

accelerator parse_accelerator(std::string_view text) {
    std::string lower{text};
    for (char& c : lower)
        if (c >= 'A' && c <= 'Z') c = static_cast<char>(c - 'A' + 'a');

    accelerator parsed;
    std::string_view rest{lower};
    for (auto plus = rest.find('+'); plus != rest.npos && rest.size() > 1; plus = rest.find('+')) {
        if (!set_modifier(parsed, rest.substr(0, plus)))
            throw json::bad_value{
                "accelerator '" + std::string{text.substr(0, 60)} +
                "': the modifiers are cmdorctrl, ctrl, optionoralt, shift, super"};
        rest.remove_prefix(plus + 1);
    }
    if (rest == "pageup") rest = "page up";
    if (rest == "pagedown") rest = "page down";
    const bool named = !rest.empty() && std::ranges::find(named_keys, rest) != named_keys.end();
    if (!named && !is_function_key(rest) && !is_character(rest))
        throw json::bad_value{"accelerator '" + std::string{text.substr(0, 60)} +
                              "': ends with no key that is known"};
    parsed.key = rest;
    return parsed;
}

}  // namespace fairlead::host
