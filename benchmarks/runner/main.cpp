// SPDX-License-Identifier: MIT
//
// fairlead_bench_runner — the same work on every peer, in one run, in turns.
//
// For each size, each round starts each peer once and measures all that is asked about it: so the
// machine's moods, which last for seconds, meet all of them alike. Nothing outlives the run.
#include "benchmarks/runner/child.hpp"
#include "benchmarks/runner/page.hpp"
#include "benchmarks/runner/plan.hpp"
#include "benchmarks/runner/product.hpp"
#include "benchmarks/runner/report.hpp"
#include "benchmarks/runner/self_check.hpp"
#include "benchmarks/runner/stage.hpp"

#include <CLI/CLI.hpp>

#include <unistd.h>

#include <algorithm>
#include <array>
#include <cstdio>
#include <cstdlib>
#include <fstream>
#include <map>

namespace fairlead::bench {
namespace {

namespace fs = std::filesystem;

struct settings {
    plan_options plan;
    std::vector<std::string> peers;
    std::vector<std::size_t> sizes;
    fs::path json, html, tool;
    bool idle = true;
    bool page = true;
    places where;
};

/// A private folder that is gone in the end.
class scratch_folder {
public:
    scratch_folder() {
        auto name = (fs::temp_directory_path() / "fairlead-bench-XXXXXX").string();
        if (::mkdtemp(name.data()) == nullptr)
            throw std::system_error{errno, std::generic_category(), name};
        path_ = name;
    }
    ~scratch_folder() {
        std::error_code ignored;
        fs::remove_all(path_, ignored);
    }
    scratch_folder(scratch_folder const&) = delete;
    scratch_folder& operator=(scratch_folder const&) = delete;
    fs::path const& path() const noexcept { return path_; }

private:
    fs::path path_;
};

/// One line, written over and over on a terminal, and not at all elsewhere.
class progress {
public:
    explicit progress(std::size_t rounds) : rounds_{rounds} {}
    void next(std::string const& what) {
        ++round_;
        if (!is_terminal_) return;
        const auto spent = in_seconds(now() - begin_);
        const auto left = spent / static_cast<double>(round_) *
                          static_cast<double>(rounds_ - std::min(round_, rounds_));
        std::fprintf(stderr, "\r\033[K[%zu/%zu] %s, about %.0f s left", round_, rounds_,
                     what.c_str(), left);
        std::fflush(stderr);
    }
    void say(std::string const& line) const {
        std::fprintf(stderr, "%s%s\n", is_terminal_ ? "\r\033[K" : "", line.c_str());
    }
    void done() const {
        if (is_terminal_) std::fputs("\r\033[K", stderr);
    }

private:
    const bool is_terminal_ = ::isatty(STDERR_FILENO) == 1;
    const nanoseconds begin_ = now();
    std::size_t rounds_;
    std::size_t round_ = 0;
};

class runner {
public:
    explicit runner(settings const& given) : given_{given} {}

    /// Those of the wanted peers that can be measured here; says why others cannot.
    std::vector<peer> choose() const {
        std::vector<peer> chosen;
        for (auto const& one : all_peers()) {
            const bool named = std::ranges::find(given_.peers, one.name) != given_.peers.end();
            if (given_.peers.empty() ? given_.plan.quick && !one.in_quick : !named) continue;
            if (one.kind == peer_kind::product) {
                if (const auto trouble = trouble_with(given_.tool, given_.where)) {
                    std::fprintf(stderr, "fairlead is left out: %s\n", trouble->c_str());
                    continue;
                }
            } else if (!is_built(one, given_.where)) {
                std::fprintf(stderr, "%s is left out: %s was not built (its library is missing)\n",
                             one.name.c_str(), one.program.c_str());
                continue;
            }
            chosen.push_back(one);
        }
        return chosen;
    }

    void run(std::vector<peer> const& peers) {
        auto plan = make_plan(given_.plan);
        if (!given_.sizes.empty())
            std::erase_if(plan, [&](round_plan const& one) {
                return std::ranges::find(given_.sizes, one.size) == given_.sizes.end();
            });
        const bool has_page = given_.page && std::ranges::any_of(peers, [](peer const& one) {
                                  return one.kind == peer_kind::product;
                              });
        progress line{(plan.size() * given_.plan.repeats + (given_.idle ? 1 : 0)) * peers.size() +
                      (has_page ? 1 : 0)};
        for (auto const& round : plan)
            for (unsigned repeat = 0; repeat < given_.plan.repeats; ++repeat)
                for (auto const& one : peers) {
                    line.next(one.name + ", " + size_text(round.size) + ", round " +
                              std::to_string(repeat + 1));
                    guarded(one, line, [&] { measure(one, round); });
                }
        if (given_.idle)
            for (auto const& one : peers) {
                line.next(one.name + ", idle");
                guarded(one, line, [&] { watch_idle(one); });
            }
        if (has_page) {
            line.next("windows");
            guarded(product(), line, [&] {
                page_ = measure_page(given_.tool, page_rounds(given_.plan), given_.where);
            });
        }
        line.done();
    }

    results const& figures() const noexcept { return results_; }
    page_figures const& page() const noexcept { return page_; }
    bool has_failures() const noexcept { return !failures_.empty(); }

private:
    /// A peer that fails loses what it fails in, and is named; the others go on.
    template <class Deed>
    void guarded(peer const& one, progress const& line, Deed&& deed) {
        try {
            throw_if_interrupted();
            deed();
        } catch (interrupted const&) {
            throw;
        } catch (std::exception const& problem) {
            if (failures_[one.name]++ == 0) line.say(one.name + ": " + problem.what());
        }
    }

    void measure(peer const& one, round_plan const& round) {
        const auto depth = [&](point const& what) {
            return std::min(what.in_flight, one.in_flight_max);
        };
        std::optional<stage> set;
        for (auto what : round.points) {
            what.in_flight = depth(what);
            if (one.kind != peer_kind::product && !set)
                set.emplace(one, round.size, std::min(depth_for(round.size), one.in_flight_max),
                            given_.where);
            const auto figures = set ? set->measure(what)
                                     : measure_product(given_.tool, round.size, what, given_.where);
            results_.at({one.name, round.size, what.in_flight, what.when})
                .samples.push_back(figures);
        }
    }

    void watch_idle(peer const& one) {
        const auto length = from_seconds(idle_seconds(given_.plan));
        const auto figures = one.kind == peer_kind::product
                                 ? watch_product_idle(given_.tool, length, given_.where)
                                 : stage{one, 64, 1, given_.where}.watch_idle(length);
        results_.at({one.name, 0, 0, scenario::idle}).idle.push_back(figures);
    }

    settings const& given_;
    results results_;
    page_figures page_;
    std::map<std::string, unsigned> failures_;
};

/// Servers that are here for the benchmarks only (see .ci/steps/bench_packages.sh), then
/// everybody's.
void look_for_servers(fs::path const& programs) {
    const auto unpacked = programs.parent_path().parent_path() / "bench/programs/usr";
    char const* usual = std::getenv("PATH");
    const auto path = (unpacked / "bin").string() + ':' + (unpacked / "sbin").string() + ':' +
                      (usual == nullptr ? "/usr/bin:/bin" : usual) + ":/usr/sbin";
    ::setenv("PATH", path.c_str(), 1);
}

std::string version_of(peer const& one, settings const& given) {
    const auto program =
        one.kind == peer_kind::product ? given.tool : given.where.programs / one.program;
    std::string command = '\'' + program.string() + '\'';
    command += one.kind == peer_kind::product ? " --version" : " version";
    for (auto const& flag : one.flags) command += ' ' + flag;
    return first_line_of(command + " 2>/dev/null");
}

void write(fs::path const& file, std::string const& text) {
    if (file.empty()) return;
    if (file == "-") {
        std::fwrite(text.data(), 1, text.size(), stdout);
        return;
    }
    std::ofstream stream{file, std::ios::binary};
    stream << text;
    if (!stream.flush()) throw std::runtime_error{"cannot write " + file.string()};
}

int execute(settings given) {
    const scratch_folder scratch;
    given.where.scratch = scratch.path();
    check_ourselves();
    look_for_servers(given.where.programs);
    interrupt_by_signals();
    const auto begin = now();
    runner work{given};
    const auto peers = work.choose();
    if (peers.empty()) throw std::runtime_error{"none of the peers can be measured here"};

    report_facts facts{.machine = describe_machine(),
                       .versions = {},
                       .mode = given.plan.quick ? "quick" : "full",
                       .repeats = given.plan.repeats,
                       .hogs = given.where.hogs};
    for (auto const& one : peers) facts.versions.emplace_back(one.name, version_of(one, given));
    work.run(peers);
    facts.page = work.page();
    facts.minutes = in_seconds(now() - begin) / 60;

    if (given.json != "-") write("-", text_report(work.figures(), facts));
    write(given.json, json_report(work.figures(), facts));
    write(given.html, html_report(work.figures(), facts));
    return work.has_failures() ? 1 : 0;
}

}  // namespace
}  // namespace fairlead::bench

int main(int argc, char** argv) {
    using namespace fairlead::bench;
    settings given;
    given.where.programs = fs::read_symlink("/proc/self/exe").parent_path();
    given.tool = given.where.programs / "fairlead";

    CLI::App app{"Measures Fairlead and its peers at the same work, in turns"};
    app.add_flag("--quick", given.plan.quick,
                 "64 B, 1 KiB and 1 MiB against a few peers, in under four minutes");
    app.add_option("--peers", given.peers, "Only these, such as fairlead,unix-relay")
        ->delimiter(',');
    app.add_option("--size", given.sizes, "Only these of the plan's sizes, in bytes")
        ->delimiter(',')
        ->transform(CLI::AsSizeValue{false});
    app.add_option("--seconds", given.plan.seconds, "Of one measurement (0.5; 0.15 with --quick)")
        ->check(CLI::Range{0.01, 600.0});
    app.add_option("--repeats", given.plan.repeats, "Rounds (5)")->check(CLI::Range{1u, 1000u});
    app.add_option("--hogs", given.where.hogs, "CPU hogs, where there are any (2)");
    app.add_flag("!--no-idle", given.idle, "Do not watch idleness");
    app.add_flag("!--no-page", given.page, "Open no windows to measure pages in");
    app.add_option("--json", given.json, "Write the figures; - is stdout")->take_last();
    app.add_option("--html", given.html, "Write a report to look at")->take_last();
    app.add_option("--fairlead", given.tool, "The product's tool (beside this program)");
    try {
        app.parse(argc, argv);
        for (auto const& name : given.peers)
            if (std::ranges::find(all_peers(), name, &peer::name) == all_peers().end())
                throw CLI::ValidationError{"--peers", "no such peer: " + name};
    } catch (CLI::ParseError const& problem) {
        return app.exit(problem) == 0 ? 0 : 2;
    }
    try {
        return execute(std::move(given));
    } catch (interrupted const&) {
        std::fputs("\nbench: interrupted\n", stderr);
        return 130;
    } catch (std::exception const& problem) {
        std::fprintf(stderr, "bench: %s\n", problem.what());
        return 1;
    }
}
