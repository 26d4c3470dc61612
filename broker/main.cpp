// SPDX-License-Identifier: MIT
//
// main — fairlead-broker: options, object graph, run; nothing else.
#include "broker/admission/handed_socket.hpp"
#include "broker/admission/runtime_dir.hpp"
#include "broker/check.hpp"
#include "broker/config/options.hpp"
#include "broker/daemon.hpp"
#include "broker/inherited_fd.hpp"
#include "broker/policy_report.hpp"
#include "broker/telemetry/log.hpp"

#include <iostream>
#include <utility>

namespace {

using namespace fairlead;
using broker::config::exit_code;

int complain(exit_code code, std::string_view what) {
    std::cerr << "fairlead-broker: " << what << std::endl;
    return static_cast<int>(code);
}

std::filesystem::path own_folder() {
    return std::filesystem::read_symlink("/proc/self/exe").parent_path();
}

std::filesystem::path folder_of(broker::config::options const& options) {
    return std::filesystem::absolute(options.app_dir).lexically_normal();
}

void serve(broker::config::options const& options) {
    auto socket = broker::admission::take_handed_socket();
    const auto app_dir = folder_of(options);
    const auto app = broker::config::read_app_config(app_dir / "wails.json");
    const auto level = !options.log_level.empty() ? options.log_level
                       : !app.log_level.empty()   ? app.log_level
                                                  : "info";
    const auto name = options.app.empty() ? app.name : options.app;
    broker::telemetry::start_log(*broker::telemetry::log_level_from_text(level), name);

    boost::asio::io_context loop{1};
    broker::daemon daemon{loop,
                          {.app = name,
                           .app_dir = app_dir,
                           .broker_dir = own_folder(),
                           .runtime_dir = broker::admission::make_runtime_dir(name),
                           .host_token = broker::read_token(options.host_token_fd),
                           .recording = options.record,
                           .counters = options.counters,
                           .socket = std::move(socket)},
                          app};
    broker::say_ready(options.ready_fd);
    daemon.run();
}

}  // namespace

int main(int argc, char** argv) {
    const auto parsed = broker::config::parse_options(argc, argv);
    if (auto const* words = std::get_if<broker::config::parting_words>(&parsed)) {
        if (words->code != exit_code::clean) return complain(words->code, words->text);
        std::cout << words->text;
        return 0;
    }
    try {
        auto const& options = std::get<broker::config::options>(parsed);
        if (const auto report = broker::report_on_policy(options, folder_of(options)))
            std::cout << *report;
        else if (options.check) std::cout << broker::check_app(folder_of(options), own_folder());
        else serve(options);
        return static_cast<int>(exit_code::clean);
    } catch (broker::config::config_error const& error) {
        return complain(exit_code::bad_config, error.what());
    } catch (broker::admission::already_running const& error) {
        return complain(exit_code::already_running, error.what());
    } catch (std::exception const& error) {
        return complain(exit_code::failure, error.what());
    }
}
