// SPDX-License-Identifier: MIT
//
// house_of_three — caller, broker and plugin in one process, over their real sockets and rings.
#pragma once

#include "tests/broker/open_house.hpp"

#include <cstring>

namespace fairlead::tests {

/// What the plugin offers, as on.loop.Maths.… and on.pool.Maths.….
struct Maths {
    int Add(int a, int b) { return a + b; }
    std::string Greet(std::string name) { return "Hello " + name + "!"; }
    bytes Echo(bytes data) {
        byte_buffer answer{data.size()};
        if (!data.empty()) std::memcpy(answer.data(), data.data(), data.size());
        return answer;
    }
    std::string Say(std::string text) { return text; }
    std::pair<std::string, bytes> Both(std::string text, bytes data) {
        return {std::move(text), Echo(data)};
    }
};
BOOST_DESCRIBE_STRUCT(Maths, (), (Add, Greet, Echo, Say, Both))

/// The plugin is there, and leaves with it.
class house_of_three {
public:
    house_of_three() {
        plugin maths{"maths"};
        maths.bind("on.loop", Maths{}, execution::loop).bind("on.pool", Maths{}, execution::pool);
        house_.run(std::move(maths), "on.pool.Maths.Add", "[1,2]");
    }
    std::unique_ptr<client::connection> connect() const { return house_.connect(); }

private:
    open_house house_;
};

}  // namespace fairlead::tests
