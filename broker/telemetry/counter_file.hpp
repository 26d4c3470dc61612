// SPDX-License-Identifier: MIT
//
// counter_file — the counters in a file of the app's runtime folder, so that others can read them
// whatever the broker does, and when it has died. What a broker left that did not end in order is
// kept under another name until the next one does so.
#pragma once

#include <fairlead/meter/layout.hpp>
#include <fairlead/vocabulary/result.hpp>

#include <filesystem>
#include <string_view>

namespace fairlead::broker::telemetry {

class counter_file {
public:
    /// All its room is taken at once: a full disk is an error here, not a signal later.
    static result<counter_file> create(std::filesystem::path const& folder, std::string_view app);

    counter_file() noexcept = default;  ///< None: nothing is counted for others.
    counter_file(counter_file&& other) noexcept;
    counter_file& operator=(counter_file&&) = delete;
    /// The broker has ended in order: the file goes.
    ~counter_file();

    /// Null: none.
    meter::map* map() const noexcept { return map_; }

private:
    counter_file(std::filesystem::path file, meter::map* map) noexcept
        : file_{std::move(file)}, map_{map} {}

    std::filesystem::path file_;
    meter::map* map_ = nullptr;
};

}  // namespace fairlead::broker::telemetry
