// SPDX-License-Identifier: MIT
//
// asset_archive — an app's files in one file: zip, or tar as it is or compressed.
//
// It is read once, from end to end, when the app starts: what is broken in it is found then, and
// not by a page in the middle of something. What it holds lies in sealed memory from then on; large
// files that are not compressed (a film, say, or anything in a plain tar) are read from where they
// lie in the archive. Links are not followed: only files have content.
#pragma once

#include "webview-host/assets/asset_store.hpp"

#include <map>

namespace fairlead::host {

struct archive_limits {
    std::size_t entries = 65'536;
    std::uint64_t bytes = 256u << 20;        ///< Unpacked, without what is read where it lies.
    std::uint64_t in_place_from = 1u << 20;  ///< Files from this size on may be read there.
};

class asset_archive final : public asset_store {
public:
    /// Throws std::runtime_error: "assets.zip: …".
    static asset_archive open(std::filesystem::path const& file, archive_limits limits = {});

    result<asset_file> find(std::string_view url_path) const override;

    /// Unpacked into memory.
    std::uint64_t memory_bytes() const noexcept { return memory_bytes_; }

private:
    friend class archive_reader;
    struct entry {
        bool in_place = false;  ///< In the archive and not in memory.
        std::uint64_t offset = 0, bytes = 0;
        std::uint64_t hash = 0;
        std::time_t modified = 0;
    };
    asset_archive() = default;
    void find_root();

    unique_fd archive_, memory_;
    std::map<std::string, entry, std::less<>> entries_;
    std::string root_;  ///< "" or "dist/".
    std::uint64_t memory_bytes_ = 0;
};

}  // namespace fairlead::host
