// SPDX-License-Identifier: MIT
//
// chaos — the program: chaos [--seed N] [--seconds N | --minutes N] [--patience SECONDS] [--plant
// WHAT] [--loud]. Exit code 0, 1 for a violation, 2 for a wrong word.
#include "tests/chaos/play.hpp"

#include <charconv>
#include <csignal>
#include <cstdio>
#include <random>
#include <string_view>

namespace {

using namespace fairlead::chaos;

[[noreturn]] void explain(std::string_view word) {
    std::fprintf(stderr,
                 "chaos: what is '%.*s'?\nusage: chaos [--seed N] [--seconds N] [--minutes N]"
                 " [--patience SECONDS] [--plant WHAT] [--loud]\n",
                 static_cast<int>(word.size()), word.data());
    std::exit(2);
}

template <class Number>
Number number(std::string_view word) {
    Number value{};
    const auto [end, problem] = std::from_chars(word.data(), word.data() + word.size(), value);
    if (problem != std::errc{} || end != word.data() + word.size()) explain(word);
    return value;
}

settings read(int argc, char** argv) {
    settings wanted;
    wanted.seed = std::random_device{}();
#ifdef FAIRLEAD_SANITIZED
    wanted.patience *= 3;
#endif
    for (int i = 1; i < argc; ++i) {
        const std::string_view word{argv[i]};
        if (word == "--loud") {
            wanted.is_loud = true;
            continue;
        }
        if (i + 1 == argc) explain(word);
        const std::string_view value{argv[++i]};
        if (word == "--seed") wanted.seed = number<std::uint64_t>(value);
        else if (word == "--seconds") wanted.time = std::chrono::seconds{number<int>(value)};
        else if (word == "--minutes") wanted.time = std::chrono::minutes{number<int>(value)};
        else if (word == "--patience") wanted.patience = std::chrono::seconds{number<int>(value)};
        else if (word == "--plant") wanted.plant = value;
        else explain(word);
    }
    return wanted;
}

}  // namespace

int main(int argc, char** argv) {
    std::signal(SIGPIPE, SIG_IGN);
    const auto wanted = read(argc, argv);
    std::printf("chaos: seed %llu\n", static_cast<unsigned long long>(wanted.seed));
    std::fflush(stdout);
    try {
        return play{wanted}.run();
    } catch (std::exception const& problem) {
        std::fprintf(stderr, "chaos: %s\n", problem.what());
        return 1;
    }
}
