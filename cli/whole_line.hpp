// SPDX-License-Identifier: MIT
//
// whole_line — the command line as CLI11 knows it: what parses it, and what help, completions and
// manual pages are made from.
#pragma once

#include "cli/command_line.hpp"
#include "cli/control_line.hpp"

#include <CLI/CLI.hpp>

#include <optional>
#include <string>
#include <vector>

namespace fairlead::cli {

class whole_line {
public:
    whole_line();

    CLI::App& app() noexcept { return app_; }
    CLI::App const& app() const noexcept { return app_; }

    /// Once the app has parsed. Throws command_failed.
    any_command chosen();

private:
    void add_run();
    void add_project();
    void add_policy();
    void add_bench();
    void add_bench_extras();
    void add_help();
    any_command chosen_bench();
    any_command chosen_policy(CLI::App const& which);

    CLI::App app_{"Fairlead: runs an app as broker, plugins and window, and talks to a running one",
                  "fairlead"};
    run_command run_;
    doctor_command doctor_;
    generate_command generate_;
    init_command init_;
    build_command build_;
    dev_command dev_;
    unit_command unit_;
    policy_command policy_;
    bench_command bench_;
    completion_command completion_;
    man_command man_;
    std::vector<std::string> question_, man_words_;
    CLI::App *run_cli_ = nullptr, *doctor_cli_ = nullptr, *generate_cli_ = nullptr,
             *init_cli_ = nullptr, *build_cli_ = nullptr, *dev_cli_ = nullptr, *unit_cli_ = nullptr,
             *completion_cli_ = nullptr, *man_cli_ = nullptr;
    std::vector<CLI::App*> policy_clis_;
    CLI::Option *sizes_ = nullptr, *rounds_ = nullptr, *page_ = nullptr, *watched_ = nullptr;
    CLI::App* bench_cli_ = nullptr;
    std::optional<control_line> control_;  // Made in its turn: help lists commands as they came.
};

}  // namespace fairlead::cli
