// SPDX-License-Identifier: MIT
//
// play — draws step after step, in rounds that end in peace and lives that end in some other way.
#pragma once

#include "tests/chaos/peace.hpp"
#include "tests/chaos/stage.hpp"

#include <deque>

namespace fairlead::chaos {

struct settings {
    std::uint64_t seed = 0;
    std::chrono::seconds time{60};
    std::chrono::seconds patience{60};
    std::string plant;
    bool is_loud = false;
};

class play {
public:
    explicit play(settings const& wanted);

    /// The exit code.
    int run();

private:
    void live();
    void begin_life(dice& from);
    void end_life(dice& from);
    void step();
    std::string act(dice& from);
    std::string tool_calls(dice& from);
    std::string page_calls(dice& from);
    std::string emit(dice& from);
    std::string command(dice& from);
    std::string storm(dice& from);
    void note(std::string line);
    void tell(violation const& what);

    dice next_dice() { return dice{wanted_.seed, ++step_}; }
    bool is_over() const { return std::chrono::steady_clock::now() >= until_; }

    settings wanted_;
    stage all_;
    peace peace_{all_};
    std::uint64_t step_ = 0;
    std::deque<std::string> lately_;
    std::chrono::steady_clock::time_point begun_, until_, told_;
};

}  // namespace fairlead::chaos
