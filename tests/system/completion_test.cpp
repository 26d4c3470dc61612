// SPDX-License-Identifier: MIT
//
// completion_test — TAB in a real bash, beside an app that runs.
#include "tests/support/catch.hpp"
#include "tests/support/paths.hpp"
#include "tests/support/temporary_directory.hpp"
#include "tests/system/plugin_app.hpp"

#include <cstdlib>

using namespace fairlead::tests;
using Catch::Matchers::Contains;

namespace {

struct shell {
    plugin_app app;
    temporary_directory folder;

    /// What TAB offers for the last word.
    std::string tab(std::string const& words) {
        const auto script = folder.write(
            "tab.bash", "set -eu\nsource <(fairlead completion bash)\nCOMP_WORDS=(fairlead " +
                            words +
                            ")\nCOMP_CWORD=$((${#COMP_WORDS[@]} - 1))\n_fairlead\n"
                            "printf '%s ' \"${COMPREPLY[@]}\"\n");
        child bash{{"/bin/bash",
                    {script.native()},
                    {{"XDG_RUNTIME_DIR", app.broker.runtime_dir().native()},
                     {"PATH", program_dir().native() + ":" + std::getenv("PATH")}}}};
        auto said = bash.read_all();
        CHECK(bash.wait() == 0);
        return said;
    }
};

}  // namespace

TEST_CASE("bash completes the names of plugins, methods, peers and topics that there are",
          "[system][help]") {
    shell at;
    at.app.tool.subscribe("weather/today");
    CHECK(at.tab("restart o") == "ob ");
    CHECK(at.tab("call ob.e") == "ob.echo ob.exit ");
    CHECK(at.tab("monitor --peer t") == "tool ");
    CHECK(at.tab("subscribe wea") == "weather/today ");
    CHECK_THAT(at.tab("--app ''"), Contains(at.app.broker.socket().parent_path().filename()));
    at.app.broker.stop();
    CHECK(at.tab("restart o") == " ");  // Nobody to ask, and no word about it.
}
