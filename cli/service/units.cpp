// SPDX-License-Identifier: MIT
//
// units — systemd.unit(5), systemd.socket(5), systemd.service(5), and systemd.syntax(7)'s escapes.
#include "cli/service/units.hpp"

#include "cli/exit_code.hpp"

#include <algorithm>
#include <initializer_list>
#include <utility>

namespace fairlead::cli::service {
namespace {

std::string replaced(std::string_view text, char what, std::string_view by) {
    std::string all;
    for (const char c : text) c == what ? void(all += by) : all.push_back(c);
    return all;
}

/// No specifier, whatever it has per cents of.
std::string literal(std::string_view text) { return replaced(text, '%', "%%"); }

void append_hex(std::string& to, char c) {
    constexpr std::string_view digits = "0123456789abcdef";
    const auto byte = static_cast<unsigned char>(c);
    ((to += "\\x") += digits[byte >> 4]) += digits[byte & 15];
}

/// Behind the @ of a unit's name. A dash stays one: nothing here takes it for a slash.
std::string instance_of(std::string_view app) {
    std::string name;
    for (const char c : app) {
        const bool is_plain = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') ||
                              (c >= '0' && c <= '9') ||
                              std::string_view{":-_."}.find(c) != std::string_view::npos;
        if (is_plain) name += c;
        else append_hex(name, c);
    }
    return name;
}

std::string quoted_but_for_dollars(std::string_view text) {
    std::string word = "\"";
    for (const char c : text) {
        if (c == '"' || c == '\\') (word += '\\') += c;
        else if (c == '%') word += "%%";
        else if (static_cast<unsigned char>(c) < 0x20 || c == 0x7f) append_hex(word, c);
        else word += c;
    }
    return word + '"';
}

/// Variables are not looked for in a program's path.
std::string quoted_program(std::filesystem::path const& program) {
    auto const& path = program.native();
    const bool is_safe = std::ranges::none_of(path, [](char c) {
        return static_cast<unsigned char>(c) < 0x20 || c == 0x7f || c == '"' || c == '\'' ||
               c == '\\';
    });
    if (!is_safe)
        throw command_failed{exit_code::failure, "unit",
                             path + ": systemd takes no program whose path has quotes, backslashes "
                                    "or control characters"};
    return quoted_but_for_dollars(path);
}

constexpr auto socket_text = R"([Unit]
Description=<app>: socket of its broker
Documentation=man:fairlead-service(7)

[Socket]
ListenStream=%t/fairlead/<app>/broker.sock
SocketMode=0600
DirectoryMode=0700
RemoveOnStop=yes

[Install]
WantedBy=sockets.target
)";

constexpr auto service_text = R"([Unit]
Description=<app>: broker and plugins
Documentation=man:fairlead-service(7)
Requires=<unit>.socket
After=<unit>.socket
StartLimitIntervalSec=60
StartLimitBurst=5

[Service]
Type=notify
NotifyAccess=main
ExecStart=<broker> --app-dir <folder>
WatchdogSec=30
# Not if it would end the same way again: usage, a broker that runs already, a wrong wails.json.
Restart=on-failure
RestartSec=200ms
RestartPreventExitStatus=2 69 78
# The broker lets its plugins finish, for 4 s at most; whatever is left then is killed.
KillMode=mixed
KillSignal=SIGTERM
TimeoutStopSec=10

[Install]
WantedBy=default.target
Also=<unit>.socket
)";

/// Each word in angle brackets is filled in.
std::string filled(std::string_view text,
                   std::initializer_list<std::pair<std::string_view, std::string_view>> words) {
    std::string all{first_line};
    while (!text.empty()) {
        const auto* found = std::ranges::find_if(
            words, [&](auto const& word) { return text.starts_with(word.first); });
        if (found != words.end()) {
            all += found->second;
            text.remove_prefix(found->first.size());
        } else {
            all += text.front();
            text.remove_prefix(1);
        }
    }
    return all;
}

}  // namespace

std::string unit_word(std::string_view text) {
    return replaced(quoted_but_for_dollars(text), '$', "$$");
}

units units_of(app_folder const& app, std::filesystem::path const& broker) {
    const auto unit = "fairlead@" + instance_of(app.name), name = literal(app.name);
    const auto program = quoted_program(broker), folder = unit_word(app.dir.native());
    return {unit, filled(socket_text, {{"<app>", name}}),
            filled(service_text, {{"<app>", name},
                                  {"<unit>", literal(unit)},
                                  {"<broker>", program},
                                  {"<folder>", folder}})};
}

}  // namespace fairlead::cli::service
