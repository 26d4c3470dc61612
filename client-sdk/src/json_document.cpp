// SPDX-License-Identifier: MIT
//
// json document — parsed on a copy that the thread keeps for the next text.
#include "json_document.hpp"

namespace fairlead::json {
namespace {

/// What a thread keeps allocated between large texts.
constexpr std::size_t kept_bytes_max = 1u << 20;

}  // namespace

void throw_broken(simdjson::error_code error) {
    throw bad_value{std::string{"broken JSON: "} + simdjson::error_message(error)};
}

document::memory& document::kept_by_this_thread() {
    thread_local memory kept;
    return kept;
}

document::document(std::string_view text)
    : memory_{kept_by_this_thread().is_used ? own_ : kept_by_this_thread()} {
    auto& [parser, copy, is_used] = memory_;
    if (copy.capacity() > kept_bytes_max && text.size() < kept_bytes_max) {
        copy = {};
        parser = simdjson::ondemand::parser{};
    }
    copy.reserve(text.size() + simdjson::SIMDJSON_PADDING);
    copy.assign(text);
    if (const auto error = parser.iterate(copy.data(), copy.size(), copy.capacity()).get(parsed_))
        throw_broken(error);
    is_used = true;
}

document::~document() { memory_.is_used = false; }

simdjson::ondemand::array document::array() {
    simdjson::ondemand::array elements;
    if (const auto error = parsed_.get_array().get(elements)) throw_broken(error);
    return elements;
}

void document::expect_end() {
    if (parsed_.current_location().error() != simdjson::OUT_OF_BOUNDS)
        throw bad_value{"broken JSON: something stands behind the array"};
}

}  // namespace fairlead::json
