// SPDX-License-Identifier: MIT
//
// top — looks at the counters every so often. The broker is not asked and does not notice.
#include "cli/commands/commands.hpp"
#include "cli/exit_code.hpp"
#include "cli/top/counters_of.hpp"
#include "cli/top/text.hpp"

#include <sys/ioctl.h>
#include <unistd.h>

#include <algorithm>
#include <cstdio>
#include <optional>
#include <thread>

namespace fairlead::cli {
namespace {

constexpr std::size_t tables = 3;
/// Lines of a screen that are no rows: the head, and of each table its legend and what is around.
constexpr std::size_t lines_around = 2 + 3 * tables + 1;

top::moment look(std::filesystem::path const& file) {
    top::moment now{top::read_counters(file), {}};
    now.processes = top::usage_of(now.counters);
    return now;
}

bool goes_on(top::moment const& now) noexcept {
    return now.counters.state == meter::broker_state::running ||
           now.counters.state == meter::broker_state::hung;
}

std::size_t rows_of_screen() noexcept {
    winsize size{};
    if (::ioctl(STDOUT_FILENO, TIOCGWINSZ, &size) != 0 || size.ws_row <= lines_around) return 20;
    return std::max<std::size_t>((size.ws_row - lines_around) / tables, 3);
}

void print(top_command const& command, top::report const& one, bool on_screen) {
    std::string text;
    if (command.common.json != json_style::off) {
        text = styled(top::json_of(one), command.common.json) + '\n';
    } else {
        const auto rows = command.rows.value_or(on_screen ? rows_of_screen() : 20);
        text =
            top::text_of(one, {.legend = command.common.legend, .rows = rows, .paint = colours{}});
        if (on_screen) {
            // From the top, each line to its end, and nothing below.
            std::string whole = "\x1b[H";
            for (const char c : text) c == '\n' ? whole += "\x1b[K\n" : whole += c;
            text = whole + "\x1b[J";
        } else if (!command.once) {
            text += '\n';
        }
    }
    std::fwrite(text.data(), 1, text.size(), stdout);
    std::fflush(stdout);
}

}  // namespace

int execute(top_command const& command) {
    const auto file = top::counters_of(command.common.to, command.crashed);
    const auto interval = std::chrono::duration<double>{command.interval};
    const bool on_screen =
        !command.once && command.common.json == json_style::off && wants_colours(stdout);
    std::optional<top::moment> before = look(file);
    // Of what does not move any more, all is told; else what happens now.
    if (command.once || command.crashed) {
        if (!goes_on(*before)) return print(command, top::compare(nullptr, *before), false), 0;
        std::this_thread::sleep_for(interval);
        return print(command, top::compare(&*before, look(file)), false), 0;
    }
    if (on_screen) std::fputs("\x1b[2J", stdout);
    print(command, top::compare(nullptr, *before), on_screen);
    for (unsigned shown = 1; command.count == 0 || shown < command.count; ++shown) {
        std::this_thread::sleep_for(interval);
        auto now = look(file);
        print(command, top::compare(goes_on(now) ? &*before : nullptr, now), on_screen);
        before = std::move(now);
    }
    return 0;
}

}  // namespace fairlead::cli
