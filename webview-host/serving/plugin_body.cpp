// SPDX-License-Identifier: MIT
//
// plugin_body — pull, and say when it is enough.
#include "webview-host/serving/plugin_body.hpp"

#include "webview-host/serving/bodies.hpp"

#include <fairlead/client/asset_messages.hpp>
#include <fairlead/json/arguments.hpp>

#include <algorithm>

namespace fairlead::host {
namespace {

boost::system::error_code error_of(int number) {
    return {number, boost::system::generic_category()};
}

/// On the connection's thread.
result<bytes> piece_of(client::reply const& reply) {
    if (!reply.ok) return error_of(reply.code == errc::timeout ? ETIMEDOUT : ECONNRESET);
    try {
        const json::attachment_scope scope{reply.attachments, nullptr};
        return json::read_result<bytes>(reply.json);
    } catch (json::bad_value const&) {
        return error_of(EPROTO);
    }
}

}  // namespace

plugin_body::plugin_body(std::shared_ptr<plugin_line> line, description what)
    : line_{std::move(line)}, what_{std::move(what)}, left_{what_.bytes} {}

plugin_body::~plugin_body() {
    self_.reset();
    if (waits_) line_->cancel(asked_);
    if (!ended_)
        line_->tell(what_.method + std::string{client::asset_close_suffix},
                    json::write_arguments(what_.stream));
}

void plugin_body::cut(std::uint64_t offset, std::uint64_t bytes) {
    offset_ += offset;
    left_ = bytes;
}

void plugin_body::read(read_handler done) {
    const std::uint64_t wanted = std::min<std::uint64_t>(left_.value_or(piece_bytes), piece_bytes);
    if (ended_ || wanted == 0) return done(body_chunk{});
    waits_ = true;
    // The handler goes on to the main thread and does not end on the connection's.
    asked_ = line_->call(what_.method + std::string{client::asset_read_suffix},
                         json::write_arguments(what_.stream, offset_, wanted),
                         [self = std::weak_ptr{self_}, done = std::move(done),
                          &thread = line_->thread()](client::reply const& reply) mutable {
                             thread.post([self, done = std::move(done),
                                          came = std::make_shared<piece>(piece_of(reply))] {
                                 if (const auto alive = self.lock())
                                     (*alive)->take(std::move(*came), done);
                             });
                         });
}

void plugin_body::take(piece came, read_handler const& done) {
    waits_ = false;
    if (!came) return done(came.error());
    if (came->empty()) {
        ended_ = true;  // The plugin has closed it.
        // Fewer than were promised.
        if (left_.value_or(0) != 0) return done(error_of(EPROTO));
        return done(body_chunk{});
    }
    if (left_ && came->size() > *left_) return done(error_of(EPROTO));
    offset_ += came->size();
    if (left_) *left_ -= came->size();
    const auto owner = std::make_shared<fairlead::bytes>(std::move(*came));
    done(body_chunk{owner->span(), owner});
}

}  // namespace fairlead::host
