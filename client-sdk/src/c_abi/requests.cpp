// SPDX-License-Identifier: MIT
//
// requests — calls that the program serves.
#include "handles.hpp"
#include "json_text.hpp"

#include <fairlead/wire/limits.hpp>

namespace c_abi = fairlead::c_abi;
using clock_type = std::chrono::steady_clock;

fairlead_request::fairlead_request(std::shared_ptr<c_abi::offered_method const> which,
                                   std::shared_ptr<c_abi::callback_queue> begun_in,
                                   std::shared_ptr<c_abi::request_book> noted_in,
                                   std::shared_ptr<fairlead::shm::blob_pool> memory,
                                   fairlead::client::incoming_call&& arrived)
    : method{std::move(which)}, queue{std::move(begun_in)}, book{std::move(noted_in)},
      pool{std::move(memory)}, arguments{arrived.args},
      attachments(arrived.attachments.begin(), arrived.attachments.end()), id{arrived.request},
      takes_binary{arrived.takes_binary},
      takes_items{arrived.takes_items}, answer{std::move(arrived.answer)}, line{answer.line()} {
    if (arrived.deadline_ms != 0)
        deadline = clock_type::now() + std::chrono::milliseconds{arrived.deadline_ms};
    state = book->enter(id);
    queue->request_begins();
}

fairlead_request::~fairlead_request() {
    using fairlead::errc;
    if (answered) return;
    if (deadline && clock_type::now() >= *deadline)
        refuse(errc::timeout, "the deadline has passed");
    else if (state->is_cancelled()) refuse(errc::cancelled, "the call was cancelled");
    else if (!begun) refuse(errc::backend_gone, "the plugin has ended before the call did");
    else refuse(errc::app_error, "the handler ended without an answer");
}

void fairlead_request::refuse(fairlead::errc code, std::string_view why) {
    if (!begin_answer()) return;
    answer.error(code, why);
    end_answer();
}

void fairlead_request::end_answer() {
    book->leave(id);
    state->cancel();  // Whoever still reads or writes a stream of it hears that it is over.
    queue->request_ends();
}

char const* fairlead_request_method(fairlead_request const* request) {
    return request->method->name.c_str();
}
char const* fairlead_request_arguments(fairlead_request const* request, size_t* size) {
    return c_abi::give(request->arguments, size);
}
size_t fairlead_request_attachments(fairlead_request const* request) {
    return request->attachments.size();
}
void const* fairlead_request_attachment(fairlead_request const* request, size_t number,
                                        size_t* size) {
    if (number >= request->attachments.size()) return nullptr;
    return c_abi::give(request->attachments[number], size);
}

int64_t fairlead_request_deadline_ms(fairlead_request const* request) {
    if (!request->deadline) return -1;
    const auto left =
        std::chrono::ceil<std::chrono::milliseconds>(*request->deadline - clock_type::now());
    return left.count() > 0 ? left.count() : 0;
}

int fairlead_request_cancelled(fairlead_request const* request) {
    return (request->deadline && clock_type::now() >= *request->deadline) ||
           request->state->is_cancelled();
}

c_abi::moment fairlead_request::bounded(c_abi::moment until) const {
    return deadline && (!until || *deadline < *until) ? deadline : until;
}

int fairlead_request_sleep(fairlead_request const* request, uint32_t milliseconds) {
    return c_abi::guarded([&]() -> int {
        const auto until = request->bounded(c_abi::after(milliseconds));
        return request->state->wait_cancelled(until) || fairlead_request_cancelled(request) != 0
                   ? FAIRLEAD_CANCELLED
                   : FAIRLEAD_OK;
    });
}

int fairlead_request_progress(fairlead_request const* request, char const* json) {
    return c_abi::guarded([&]() -> int {
        if (request == nullptr || json == nullptr)
            return c_abi::fail(FAIRLEAD_INVALID, "request or json is NULL");
        if (c_abi::kind_of_json(json) == c_abi::json_kind::none)
            return c_abi::fail(FAIRLEAD_INVALID, "the progress is not JSON");
        if (!request->answered) request->line.progress(json);
        return FAIRLEAD_OK;
    });
}

int fairlead_request_takes_items(fairlead_request const* request) { return request->takes_items; }

int fairlead_request_item(fairlead_request const* request, char const* json,
                          fairlead_bytes const* attachments, size_t count, int64_t patience_ms) {
    return c_abi::guarded([&]() -> int {
        if (request == nullptr || json == nullptr || (attachments == nullptr && count != 0))
            return c_abi::fail(FAIRLEAD_INVALID, "request, json or attachments is NULL");
        if (c_abi::kind_of_json(json) == c_abi::json_kind::none)
            return c_abi::fail(FAIRLEAD_INVALID, "the item is not JSON");
        if (!request->takes_items || request->answered)
            return c_abi::fail(FAIRLEAD_INVALID,
                               "the caller does not take a stream, or has its result already");
        const auto until = request->bounded(c_abi::after(patience_ms));
        const auto copies = c_abi::copies_of(attachments, count, request->pool);
        const int code = request->state->outlet.write(request->line, fairlead::wire::result_stream,
                                                      {json, copies, request->takes_binary}, until);
        if (code != FAIRLEAD_TIMEOUT || fairlead_request_cancelled(request) == 0) return code;
        return c_abi::fail(FAIRLEAD_CANCELLED, "the deadline has passed");
    });
}

int fairlead_request_stream(fairlead_request const* request, uint32_t number,
                            fairlead_stream** stream) {
    return c_abi::guarded([&]() -> int {
        if (request == nullptr || stream == nullptr)
            return c_abi::fail(FAIRLEAD_INVALID, "request or stream is NULL");
        const fairlead::wire::stream_id which{number};
        if (!fairlead::wire::is_argument_stream(which))
            return c_abi::fail(FAIRLEAD_INVALID, "streams of arguments are numbered 1 to 16");
        auto inbox = request->state->inbox(request->line, which);
        if (!inbox) return c_abi::fail(FAIRLEAD_INVALID, "this stream is read already");
        request->line.credit({which, fairlead::wire::item_window_bytes, false});
        *stream = new fairlead_stream{std::move(inbox), nullptr, request->pool, request->line};
        return FAIRLEAD_OK;
    });
}

int fairlead_request_result(fairlead_request* request, char const* json,
                            fairlead_bytes const* attachments, size_t count) {
    return c_abi::guarded([&]() -> int {
        if (request == nullptr || json == nullptr || (attachments == nullptr && count != 0))
            return c_abi::fail(FAIRLEAD_INVALID, "request, json or attachments is NULL");
        if (c_abi::kind_of_json(json) == c_abi::json_kind::none)
            return c_abi::fail(FAIRLEAD_INVALID, "the result is not JSON");
        const auto copies = c_abi::copies_of(attachments, count, request->pool);
        if (!request->begin_answer())
            return c_abi::fail(FAIRLEAD_INVALID, "this request is answered already");
        if (request->takes_binary || copies.empty()) request->answer.result(json, copies);
        else request->answer.result(c_abi::with_base64(json, copies));
        request->end_answer();
        return FAIRLEAD_OK;
    });
}

int fairlead_request_error(fairlead_request* request, int code, char const* message,
                           char const* data) {
    return c_abi::guarded([&]() -> int {
        if (request == nullptr || message == nullptr)
            return c_abi::fail(FAIRLEAD_INVALID, "request or message is NULL");
        if (code < FAIRLEAD_APP_ERROR || code > FAIRLEAD_PROTOCOL_ERROR)
            return c_abi::fail(FAIRLEAD_INVALID, "a call can only fail with a code from 1 to 10");
        if (data != nullptr && c_abi::kind_of_json(data) == c_abi::json_kind::none)
            return c_abi::fail(FAIRLEAD_INVALID, "the data of the error is not JSON");
        if (!request->begin_answer())
            return c_abi::fail(FAIRLEAD_INVALID, "this request is answered already");
        request->answer.error(static_cast<fairlead::errc>(code), message,
                              data != nullptr ? data : "");
        request->end_answer();
        return FAIRLEAD_OK;
    });
}

void fairlead_request_release(fairlead_request* request) { delete request; }
