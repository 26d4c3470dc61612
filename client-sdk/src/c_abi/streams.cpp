// SPDX-License-Identifier: MIT
//
// streams — calls that give and take many values.
#include "handles.hpp"
#include "json_text.hpp"

#include <fairlead/wire/streams.hpp>

namespace client = fairlead::client;
namespace c_abi = fairlead::c_abi;
namespace wire = fairlead::wire;

int fairlead_call_stream(fairlead_connection* connection, char const* method, char const* arguments,
                         fairlead_call_options const* options, fairlead_stream** stream) {
    return c_abi::guarded([&]() -> int {
        c_abi::prepared_call made;
        if (const int wrong = c_abi::prepare_call(connection, method, arguments, options, made))
            return wrong;
        if (stream == nullptr) return c_abi::fail(FAIRLEAD_INVALID, "stream is NULL");
        const auto inbox =
            std::make_shared<c_abi::item_inbox>(client::call_line{}, wire::result_stream);
        const auto outlet = std::make_shared<c_abi::item_outlet>();
        client::live_handlers live;
        live.on_item = [inbox](client::stream_item const& item) { inbox->deliver(item); };
        live.on_credit = [outlet](client::stream_credit const& more) { outlet->open(more); };
        live.on_progress = std::move(made.on_progress);
        const auto id = connection->broker->call(
            method, arguments, made.options, std::move(live),
            [inbox, outlet](client::reply const& ended) {
                outlet->end();
                inbox->end(c_abi::copy_of(ended));
            },
            made.attachments);
        const auto line = connection->broker->line(id);
        inbox->attach(line);
        *stream = new fairlead_stream{inbox, outlet, connection->broker->pool(), line};
        return FAIRLEAD_OK;
    });
}

int fairlead_stream_next(fairlead_stream* stream, int64_t patience_ms, fairlead_reply** value) {
    return c_abi::guarded([&]() -> int {
        if (stream == nullptr || value == nullptr)
            return c_abi::fail(FAIRLEAD_INVALID, "stream or value is NULL");
        auto made = std::make_unique<fairlead_reply>();
        const int code = stream->inbox->take(c_abi::after(patience_ms), made->answer);
        if (code == FAIRLEAD_OK || code == FAIRLEAD_END) *value = made.release();
        return code;
    });
}

int fairlead_stream_write(fairlead_stream* stream, uint32_t number, char const* json,
                          fairlead_bytes const* attachments, size_t count, int64_t patience_ms) {
    return c_abi::guarded([&]() -> int {
        if (stream == nullptr || json == nullptr || (attachments == nullptr && count != 0))
            return c_abi::fail(FAIRLEAD_INVALID, "stream, json or attachments is NULL");
        const wire::stream_id which{number};
        if (!stream->outlet || !wire::is_argument_stream(which))
            return c_abi::fail(FAIRLEAD_INVALID, "only streams 1 to 16 of a call can be written");
        if (c_abi::kind_of_json(json) == c_abi::json_kind::none)
            return c_abi::fail(FAIRLEAD_INVALID, "the item is not JSON");
        const auto copies = c_abi::copies_of(attachments, count, stream->pool);
        return stream->outlet->write(stream->line, which, {json, copies},
                                     c_abi::after(patience_ms));
    });
}

int fairlead_stream_end(fairlead_stream* stream, uint32_t number, int code, char const* message) {
    return c_abi::guarded([&]() -> int {
        const wire::stream_id which{number};
        if (stream == nullptr || !stream->outlet || !wire::is_argument_stream(which))
            return c_abi::fail(FAIRLEAD_INVALID, "only streams 1 to 16 of a call can be ended");
        if (code < FAIRLEAD_OK || code > FAIRLEAD_PROTOCOL_ERROR)
            return c_abi::fail(FAIRLEAD_INVALID, "a source can only fail with a code from 1 to 10");
        if (code == FAIRLEAD_OK) {
            stream->line.end(which);
            return FAIRLEAD_OK;
        }
        const client::failure why{static_cast<fairlead::errc>(code),
                                  message != nullptr ? message : "the source has failed",
                                  {}};
        stream->line.end(which, &why);
        return FAIRLEAD_OK;
    });
}

void fairlead_stream_stop(fairlead_stream* stream) {
    if (stream != nullptr) stream->inbox->stop();
}

void fairlead_stream_release(fairlead_stream* stream) { delete stream; }
