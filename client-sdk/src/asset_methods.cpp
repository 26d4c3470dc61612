// SPDX-License-Identifier: MIT
//
// asset_methods — the question to the author's function, its answer to the window.
#include "asset_methods.hpp"

#include "asset_streams.hpp"

#include <fairlead/client/asset_messages.hpp>

namespace fairlead {
namespace {

client::asset_reply reply_of(asset_function const& serve, asset_streams& streams,
                             client::asset_question question) {
    auto response = serve({std::move(question.method), std::move(question.target),
                           std::move(question.headers), std::move(question.body)});
    client::asset_reply reply;
    reply.pass = response.passes;
    reply.target = std::move(response.pass_as);
    reply.status = response.status;
    reply.headers = std::move(response.headers);
    reply.modified = response.modified;
    reply.name = std::move(response.file_name);
    if (reply.pass) return reply;
    if (auto* whole = std::get_if<bytes>(&response.body)) {
        reply.body = std::move(*whole);
        return reply;
    }
    reply.streamed = true;
    reply.seekable = std::holds_alternative<read_piece>(response.body);
    reply.size = response.size;
    if (streams.open(question.stream, std::move(response))) return reply;
    reply = {};
    reply.status = 503;
    return reply;
}

}  // namespace

std::vector<method> asset_methods(std::string_view name, asset_function serve) {
    const auto streams = std::make_shared<asset_streams>();
    const std::string first{name};
    std::vector<method> made;
    made.push_back(make_method<client::asset_reply(client::asset_question)>(
        first, [serve = std::move(serve), streams](client::asset_question question) {
            return reply_of(serve, *streams, std::move(question));
        }));
    made.push_back(make_method<bytes(std::string, std::uint64_t, std::uint64_t)>(
        first + std::string{client::asset_read_suffix},
        [streams](std::string const& stream, std::uint64_t offset, std::uint64_t bytes_max) {
            return streams->read(stream, offset, bytes_max);
        }));
    made.push_back(make_method<void(std::string)>(
        first + std::string{client::asset_close_suffix},
        [streams](std::string const& stream) { streams->close(stream); }));
    made.back().where = execution::loop;
    return made;
}

}  // namespace fairlead
