// SPDX-License-Identifier: MIT
//
// main — a plugin of a project that knows Fairlead only as it is installed.
#include <fairlead/plugin.hpp>

#include <string>

struct App {
    std::string Greet(std::string const& name) { return "Hello " + name + ", from outside!"; }
};
BOOST_DESCRIBE_STRUCT(App, (), (Greet))

int main(int argc, char** argv) {
    return fairlead::plugin{"visitor"}.bind("main", App{}).run(argc, argv);
}
