// SPDX-License-Identifier: MIT
//
// steps — programs run in our process group: Ctrl-C ends them and us alike.
#include "cli/project/steps.hpp"

#include "cli/exit_code.hpp"

#include <fairlead/vocabulary/unique_fd.hpp>

#include <fcntl.h>

#include <chrono>
#include <cstdio>
#include <deque>
#include <fstream>
#include <utility>

namespace fairlead::cli {
namespace {

using namespace std::chrono_literals;
using clock = std::chrono::steady_clock;

constexpr auto program_patience = 2h;
constexpr std::size_t lines_shown = 30;

std::deque<std::string> last_lines(std::filesystem::path const& file) {
    std::deque<std::string> lines;
    std::ifstream in{file};
    for (std::string line; std::getline(in, line);) {
        lines.push_back(std::move(line));
        if (lines.size() > lines_shown) lines.pop_front();
    }
    return lines;
}

std::string how_it_ended(std::optional<int> code) {
    if (!code) return "did not end within two hours";
    if (*code > 128) return "was ended by signal " + std::to_string(*code - 128);
    return "ended with code " + std::to_string(*code);
}

}  // namespace

void steps::add(std::string title, std::function<note()> deed) {
    all_.push_back({std::move(title), std::move(deed)});
}

void steps::run() {
    std::size_t number = 0;
    for (auto const& [title, deed] : all_) {
        const auto begun = clock::now();
        current_ = title;
        std::printf("[%zu/%zu] %s … %s", ++number, all_.size(), title.c_str(),
                    verbose_ ? "\n" : "");
        std::fflush(stdout);
        line_is_open_ = !verbose_;
        try {
            const auto said = deed();
            const std::chrono::duration<double> taken = clock::now() - begun;
            std::printf("%.1f s%s%s\n", taken.count(), said.empty() ? "" : ", ", said.c_str());
            line_is_open_ = false;
        } catch (...) {
            say_failed();
            throw;
        }
    }
}

/// Before what there is to say of it.
void steps::say_failed() {
    if (std::exchange(line_is_open_, false)) std::puts("FAILED");
    std::fflush(stdout);
}

/// "front end: install" → front-end-install.log
std::filesystem::path steps::log_of(std::string const& title) const {
    std::string name;
    for (const char c : title) {
        if (c == ' ') name += '-';
        else if (c != ':') name += c;
    }
    return logs_ / (name + ".log");
}

void steps::execute(child_process::spec what, std::string const& shown) {
    const auto file = log_of(current_);
    unique_fd log;
    if (!verbose_) {
        std::filesystem::create_directories(logs_);
        log.reset(::open(file.c_str(), O_WRONLY | O_CREAT | O_APPEND | O_TRUNC | O_CLOEXEC, 0644));
        if (!log)
            throw std::filesystem::filesystem_error{
                "cannot write", file, std::error_code{errno, std::generic_category()}};
        what.output = what.errors = log.get();
    }
    auto child = child_process::start(what);
    const bool has_ended = child.wait(program_patience);
    const auto code = has_ended ? child.ended() : std::nullopt;
    if (code == 0) return;
    say_failed();
    if (!verbose_)
        for (auto const& line : last_lines(file)) std::fprintf(stderr, "    %s\n", line.c_str());
    throw command_failed{exit_code::failure, verb_,
                         current_ + ": " + shown + ' ' + how_it_ended(code) +
                             (verbose_ ? "" : "; all it said: " + file.native())};
}

void steps::execute_line(std::string const& line, std::filesystem::path const& directory) {
    execute({.program = "/bin/sh", .args = {"-c", line}, .directory = directory}, '"' + line + '"');
}

}  // namespace fairlead::cli
