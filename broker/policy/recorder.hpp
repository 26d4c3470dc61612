// SPDX-License-Identifier: MIT
//
// recorder — everything that was asked and allowed in a run, each once, in a file that is whole at
// any time: what `fairlead policy learn` makes permissions from.
//
//   {"seen":[
//   {"subject":"page","action":"call","name":"main.App.Greet"}
//   ]}
#pragma once

#include "broker/config/permission.hpp"

#include <filesystem>
#include <set>
#include <string>
#include <string_view>
#include <tuple>

namespace fairlead::broker::policy {

class recorder {
public:
    explicit recorder(std::filesystem::path file) : file_{std::move(file)} {}

    void note(std::string_view subject, config::action what, std::string_view name);

    /// Writes what is new, beside the file and then over it. A disk that is full costs the
    /// recording, not the app: it says so, and tries again with the next.
    void save();

private:
    static constexpr std::size_t entries_max = 65'536;

    std::filesystem::path file_;
    std::set<std::tuple<std::string, config::action, std::string>> seen_;
    bool is_news_ = true;  // An empty recording is one, too.
};

}  // namespace fairlead::broker::policy
