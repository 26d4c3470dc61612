// SPDX-License-Identifier: MIT
//
// bodies — the kinds of body that come in pieces: a file read by other threads, memory that
// somebody keeps, and one body behind the beginning of itself.
#pragma once

#include "webview-host/assets/http_message.hpp"
#include "webview-host/loop/main_thread.hpp"
#include "webview-host/loop/worker_pool.hpp"

#include <algorithm>
#include <memory>
#include <string>
#include <string_view>
#include <utility>

namespace fairlead::host {

/// How much of a body is in memory at a time.
inline constexpr std::size_t piece_bytes = 256u << 10;

/// The main thread never waits for the disk.
class file_body final : public body_source {
public:
    /// Both are borrowed and outlive it.
    file_body(file_slice slice, worker_pool& readers, main_thread& thread);
    ~file_body() override;

    std::optional<std::uint64_t> bytes() const override { return left_; }
    void read(read_handler done) override;
    bool is_seekable() const override { return true; }
    void cut(std::uint64_t offset, std::uint64_t bytes) override;

private:
    void take(result<std::string> text, read_handler const& done);

    struct open_file;
    std::shared_ptr<open_file> file_;
    std::uint64_t offset_, left_;
    worker_pool& readers_;
    main_thread& thread_;
    // What a reader brings when this has gone finds it empty.
    std::shared_ptr<file_body*> self_ = std::make_shared<file_body*>(this);
};

class memory_body final : public body_source {
public:
    explicit memory_body(body_chunk whole) : whole_{std::move(whole)} {}

    std::optional<std::uint64_t> bytes() const override { return whole_.data.size(); }
    void read(read_handler done) override { done(std::exchange(whole_, {})); }
    bool is_seekable() const override { return true; }
    std::string_view beginning() const {
        const auto head = whole_.data.first(std::min<std::size_t>(whole_.data.size(), 512));
        return {reinterpret_cast<char const*>(head.data()), head.size()};
    }
    void cut(std::uint64_t offset, std::uint64_t bytes) override {
        whole_.data = whole_.data.subspan(offset, bytes);
    }

private:
    body_chunk whole_;
};

/// What has been read of a body already, then its rest.
class resumed_body final : public body_source {
public:
    resumed_body(body_chunk first, std::shared_ptr<body_source> rest)
        : first_{std::move(first)}, rest_{std::move(rest)} {}

    std::optional<std::uint64_t> bytes() const override;
    void read(read_handler done) override;
    void cut(std::uint64_t, std::uint64_t) override {}  // Not seekable.

private:
    body_chunk first_;
    std::shared_ptr<body_source> rest_;
};

/// A chunk that owns its text.
body_chunk chunk_of(std::string text);

/// All of a body into one text. `done` gets the text, and the rest of the body if that would be
/// longer than `bytes_max`; or an error.
struct collected_body {
    std::string text;
    std::shared_ptr<body_source> rest;
};
void collect(std::shared_ptr<body_source> body, std::size_t bytes_max,
             std::function<void(result<collected_body>)> done);

}  // namespace fairlead::host
