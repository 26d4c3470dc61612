// SPDX-License-Identifier: MIT
//
// page_server — another origin: one page for whoever asks, on a free port of this machine.
#pragma once

#include <atomic>
#include <cstdint>
#include <string>
#include <thread>

#include <fairlead/vocabulary/unique_fd.hpp>

namespace fairlead::tests {

class page_server {
public:
    explicit page_server(std::string html);
    ~page_server();
    page_server(page_server const&) = delete;
    page_server& operator=(page_server const&) = delete;

    std::string origin() const { return "http://127.0.0.1:" + std::to_string(port_); }

private:
    void serve();

    std::string html_;
    unique_fd listener_, stop_read_, stop_write_;
    std::uint16_t port_ = 0;
    std::thread thread_;
};

}  // namespace fairlead::tests
