// SPDX-License-Identifier: MIT
//
// calls — calls that the program makes, and how they end.
#include "handles.hpp"
#include "json_text.hpp"

#include <cstring>

namespace client = fairlead::client;
namespace c_abi = fairlead::c_abi;

namespace fairlead::c_abi {

std::vector<bytes> copies_of(fairlead_bytes const* attachments, size_t count,
                             std::shared_ptr<shm::blob_pool> const& pool) {
    std::vector<bytes> all;
    all.reserve(count);
    for (size_t i = 0; i < count; ++i) {
        byte_buffer copy{attachments[i].size, pool};
        if (attachments[i].size != 0)
            std::memcpy(copy.data(), attachments[i].data, attachments[i].size);
        all.push_back(std::move(copy));
    }
    return all;
}

int prepare_call(fairlead_connection const* connection, char const* method, char const* arguments,
                 fairlead_call_options const* options, prepared_call& to) {
    if (connection == nullptr || method == nullptr || arguments == nullptr)
        return fail(FAIRLEAD_INVALID, "connection, method or arguments is NULL");
    fairlead_call_options known;
    if (!read_options(options, sizeof(fairlead_call_options), known))
        return fail(FAIRLEAD_INVALID, "the call options are not of this version");
    if (kind_of_json(arguments) != json_kind::array)
        return fail(FAIRLEAD_INVALID, "the arguments are not a JSON array");
    to.options.deadline = std::chrono::milliseconds{known.deadline_ms};
    to.attachments =
        copies_of(known.attachments, known.attachment_count, connection->broker->pool());
    if (known.progress != nullptr)
        to.on_progress = [queue = connection->queue, known](std::string_view json) {
            auto text = std::make_unique<std::string>(json);
            queue->add(callback{
                [text = std::move(text), tell = known.progress, user = known.progress_user] {
                    tell(text->c_str(), text->size(), user);
                }});
        };
    return FAIRLEAD_OK;
}

}  // namespace fairlead::c_abi

int fairlead_call(fairlead_connection* connection, char const* method, char const* arguments,
                  fairlead_call_options const* options, fairlead_reply_fn done, void* user,
                  uint64_t* call) {
    return c_abi::guarded([&]() -> int {
        c_abi::prepared_call made;
        if (const int wrong = c_abi::prepare_call(connection, method, arguments, options, made))
            return wrong;
        if (done == nullptr) return c_abi::fail(FAIRLEAD_INVALID, "done is NULL");
        client::live_handlers live;
        live.on_progress = std::move(made.on_progress);
        const auto id = connection->broker->call(
            method, arguments, made.options, std::move(live),
            [queue = connection->queue, done, user](client::reply const& ended) {
                auto reply =
                    std::make_unique<fairlead_reply>(fairlead_reply{c_abi::copy_of(ended)});
                queue->owe(c_abi::callback{[reply = std::move(reply), done, user]() mutable {
                    done(reply.release(), user);
                }});
            },
            made.attachments);
        if (call != nullptr) *call = static_cast<uint64_t>(id);
        return FAIRLEAD_OK;
    });
}

int fairlead_cancel(fairlead_connection* connection, uint64_t call) {
    return c_abi::guarded([&]() -> int {
        if (connection == nullptr) return c_abi::fail(FAIRLEAD_INVALID, "connection is NULL");
        connection->broker->cancel(client::call_id{call});
        return FAIRLEAD_OK;
    });
}

int fairlead_call_wait(fairlead_connection* connection, char const* method, char const* arguments,
                       fairlead_call_options const* options, fairlead_reply** reply) {
    return c_abi::guarded([&]() -> int {
        c_abi::prepared_call made;
        if (const int wrong = c_abi::prepare_call(connection, method, arguments, options, made))
            return wrong;
        if (reply == nullptr) return c_abi::fail(FAIRLEAD_INVALID, "reply is NULL");
        *reply = new fairlead_reply{
            connection->broker->call_wait(method, arguments, made.options, made.attachments)};
        return FAIRLEAD_OK;
    });
}

int fairlead_reply_code(fairlead_reply const* reply) {
    return reply->answer.ok ? FAIRLEAD_OK : static_cast<int>(reply->answer.why.code);
}
char const* fairlead_reply_json(fairlead_reply const* reply, size_t* size) {
    return c_abi::give(reply->answer.json, size);
}
char const* fairlead_reply_message(fairlead_reply const* reply, size_t* size) {
    return c_abi::give(reply->answer.why.message, size);
}
char const* fairlead_reply_data(fairlead_reply const* reply, size_t* size) {
    return c_abi::give(reply->answer.why.data, size);
}
size_t fairlead_reply_attachments(fairlead_reply const* reply) {
    return reply->answer.attachments.size();
}
void const* fairlead_reply_attachment(fairlead_reply const* reply, size_t number, size_t* size) {
    if (number >= reply->answer.attachments.size()) return nullptr;
    return c_abi::give(reply->answer.attachments[number], size);
}
void fairlead_reply_release(fairlead_reply* reply) { delete reply; }
