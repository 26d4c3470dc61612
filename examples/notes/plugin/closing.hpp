// SPDX-License-Identifier: MIT
//
// closing — the window may go when nothing is lost, or when the user says so.
#pragma once

#include "keeper.hpp"

#include <fairlead/runtime.hpp>

#include <cstddef>
#include <memory>
#include <mutex>
#include <thread>

namespace notes {

class closing {
public:
    closing(fairlead::runtime runtime, std::shared_ptr<keeper> saver)
        : runtime_{std::move(runtime)}, keeper_{std::move(saver)} {}

    /// Answers at once: false, the window may go. Else it stays for now, the user is asked, and the
    /// answer closes it.
    bool keeps_window();

private:
    void ask(std::size_t unsaved);
    bool agrees_to_close(std::size_t unsaved);

    fairlead::runtime runtime_;
    std::shared_ptr<keeper> keeper_;
    std::mutex mutex_;
    bool is_asking_ = false;
    bool is_decided_ = false;
    std::jthread asking_;  // Last: it uses the others.
};

}  // namespace notes
