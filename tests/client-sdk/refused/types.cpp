// SPDX-License-Identifier: MIT
//
// refused types — what the compiler must refuse, and say why: refused_test.cmake reads what it says
// of this file. With FAIRLEAD_ALLOWED it has none of it, and compiles.
#include <fairlead/plugin.hpp>

namespace refused {

struct Undescribed {};
enum class Unnamed { one };

struct Guest {
    std::string name;
#ifndef FAIRLEAD_ALLOWED
    Undescribed hat;
#else
    int hat;
#endif
};
BOOST_DESCRIBE_STRUCT(Guest, (), (name, hat))

struct Metre {
    double length = 0;
};
BOOST_DESCRIBE_STRUCT(Metre, (), (length))
struct Yard {
    double length = 0;
};
BOOST_DESCRIBE_STRUCT(Yard, (), (length))

struct App {
    Guest Find(std::string name) { return {std::move(name), {}}; }
#ifndef FAIRLEAD_ALLOWED
    std::vector<Undescribed> All() { return {}; }
    void Paint(Unnamed) {}
    void Measure(std::variant<Metre, Yard>) {}
    void Count(std::variant<int, double>) {}
    void Look(std::string_view) {}
    std::map<Metre, int> Table() { return {}; }
    std::optional<std::optional<int>> Twice() { return {}; }
#endif
};
#ifndef FAIRLEAD_ALLOWED
bool operator<(Metre, Metre);
BOOST_DESCRIBE_STRUCT(App, (), (Find, All, Paint, Measure, Count, Look, Table, Twice))
#else
BOOST_DESCRIBE_STRUCT(App, (), (Find))
#endif

}  // namespace refused

int main(int argc, char** argv) {
    return fairlead::plugin{"refused"}.bind("main", refused::App{}).run(argc, argv);
}
