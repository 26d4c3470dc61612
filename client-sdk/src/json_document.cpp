// SPDX-License-Identifier: MIT
//
// json document — simdjson wants padding behind its input, and bytes that hold still.
#include <fairlead/json/arguments.hpp>

namespace fairlead::json {
namespace {

/// What a thread keeps allocated between large texts.
constexpr std::size_t kept_bytes_max = 1u << 20;

}  // namespace

document& document::of_this_thread() {
    thread_local document instance;
    return instance;
}

simdjson::ondemand::document document::parse(std::string_view text) {
    if (copy_.capacity() > kept_bytes_max && text.size() < kept_bytes_max) {
        copy_ = {};
        parser_ = simdjson::ondemand::parser{};
    }
    copy_.reserve(text.size() + simdjson::SIMDJSON_PADDING);
    copy_.assign(text);
    simdjson::ondemand::document parsed;
    if (const auto error =
            parser_.iterate(copy_.data(), copy_.size(), copy_.capacity()).get(parsed))
        throw_broken(error);
    return parsed;
}

}  // namespace fairlead::json
