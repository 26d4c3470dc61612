// SPDX-License-Identifier: MIT
//
// app_socket — the one listening socket of an app. Whoever holds the lock beside it is the app's
// broker: only the holder may take a stale socket away, and a lock dies with its process, so
// nothing that a killed broker leaves behind blocks the next one.
#pragma once

#include <fairlead/vocabulary/unique_fd.hpp>

#include <filesystem>
#include <stdexcept>

namespace fairlead::broker::admission {

struct already_running : std::runtime_error {
    using std::runtime_error::runtime_error;
};

class app_socket {
public:
    /// In a folder of ours. `handed`: one that a service manager listens with as well; it takes
    /// the place of one of our own. Throws already_running, or std::runtime_error.
    explicit app_socket(std::filesystem::path const& folder, unique_fd handed = {});
    ~app_socket() { remove(); }
    app_socket(app_socket const&) = delete;
    app_socket& operator=(app_socket const&) = delete;

    int fd() const noexcept { return socket_.get(); }
    std::filesystem::path const& path() const noexcept { return path_; }

    /// Nobody can knock any more; at one that was handed over they wait for the next broker. The
    /// lock stays until the end.
    void remove() noexcept;

    bool was_handed() const noexcept { return was_handed_; }

private:
    std::filesystem::path path_;
    unique_fd lock_;
    unique_fd socket_;
    bool was_handed_ = false;  // Its file is not ours to remove.
};

}  // namespace fairlead::broker::admission
