// SPDX-License-Identifier: MIT
//
// responder — one answer, then nothing.
#include "connection_core.hpp"

#include <utility>

namespace fairlead::client {

responder::responder(responder&& other) noexcept
    : elsewhere_{other.here_ != nullptr ? other.here_->weak_from_this()
                                        : std::move(other.elsewhere_)},
      request_{std::exchange(other.request_, no_request)},
      takes_binary_{other.takes_binary_}, notes_{std::move(other.notes_)} {}

responder& responder::operator=(responder&& other) noexcept {
    if (this != &other) {
        responder unanswered{std::move(*this)};
        here_ = nullptr;
        elsewhere_ =
            other.here_ != nullptr ? other.here_->weak_from_this() : std::move(other.elsewhere_);
        request_ = std::exchange(other.request_, no_request);
        takes_binary_ = other.takes_binary_;
        notes_ = std::move(other.notes_);
    }
    return *this;
}

responder::~responder() {
    if (request_ != no_request) error(errc::app_error, "the handler ended without an answer");
}

call_line responder::line() const {
    return {here_ != nullptr ? here_->weak_from_this() : elsewhere_, request_};
}

namespace {

void end(call_notes* notes) noexcept {
    if (notes != nullptr) notes->times[2] = wire::nanoseconds_now();
}

}  // namespace

void responder::result(std::string_view json, std::span<const bytes> attachments) {
    const auto request = std::exchange(request_, no_request);
    if (request == no_request) return;
    end(notes_.get());
    if (here_ != nullptr) {
        // First the caller gets its memory back: it then writes its next call into that.
        here_->served().drop_arguments(attachments);
        return here_->served().send_result(request, json, attachments, takes_binary_, notes_.get());
    }
    if (const auto core = elsewhere_.lock())
        core->served().send_result(request, json, attachments, takes_binary_, notes_.get());
}

void responder::error(errc code, std::string_view message, std::string_view data_json) {
    const auto request = std::exchange(request_, no_request);
    if (request == no_request) return;
    end(notes_.get());
    if (here_ != nullptr)
        return here_->served().send_error(request, code, message, data_json, notes_.get());
    if (const auto core = elsewhere_.lock())
        core->served().send_error(request, code, message, data_json, notes_.get());
}

}  // namespace fairlead::client
