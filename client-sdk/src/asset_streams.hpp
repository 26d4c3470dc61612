// SPDX-License-Identifier: MIT
//
// asset_streams — the bodies that a plugin has promised and pages read piece by piece. Nothing runs
// ahead: a piece is made when it is asked for.
#pragma once

#include <fairlead/http.hpp>

#include <deque>
#include <map>
#include <memory>
#include <mutex>
#include <string>

namespace fairlead {

class asset_streams {
public:
    static constexpr std::size_t open_max = 1'024;
    static constexpr std::size_t piece_bytes_max = 1u << 20;

    /// `body` is one of the two that are functions. False: too many are open. One that was closed
    /// before it was opened ends at once: its page has gone in between.
    bool open(std::string const& name, http_response&& response);

    /// At most `bytes_max`, from there on; empty at the end, and then it is closed. Throws
    /// std::out_of_range for one that is not open, or for a place where it cannot be read.
    bytes read(std::string const& name, std::uint64_t offset, std::size_t bytes_max);

    void close(std::string const& name);

    std::size_t count() const;

private:
    struct stream {
        std::mutex reading;
        std::variant<bytes, next_piece, read_piece> body;
        std::uint64_t position = 0;
        bytes rest;  // Of a piece that was larger than what was asked for.
    };
    static bytes read_on(stream& from, std::uint64_t offset, std::size_t bytes_max);

    mutable std::mutex mutex_;
    std::map<std::string, std::shared_ptr<stream>> open_;
    std::deque<std::string> closed_early_;  // The last few.
};

}  // namespace fairlead
