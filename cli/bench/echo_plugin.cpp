// SPDX-License-Identifier: MIT
//
// echo_plugin — reads its argument and answers with as many bytes.
#include "cli/bench/echo_plugin.hpp"

#include <fairlead/plugin.hpp>

#include <cstring>

namespace fairlead::cli {
namespace {

struct Echo {
    bytes Bytes(bytes data) {
        byte_buffer answer{data.size()};
        if (!data.empty()) std::memcpy(answer.data(), data.data(), data.size());
        return answer;
    }
};
BOOST_DESCRIBE_STRUCT(Echo, (), (Bytes))

}  // namespace

int run_echo_plugin(int argc, char** argv) {
    return plugin{"echo"}.bind("bench", Echo{}, execution::loop).run(argc, argv);
}

}  // namespace fairlead::cli
