// SPDX-License-Identifier: MIT
//
// succession — two answers walked side by side, as far as they have the same form.
#include "cli/replay/succession.hpp"

#include <boost/json.hpp>

#include <algorithm>

namespace fairlead::cli::replay {
namespace {

namespace json = boost::json;

bool is_name(json::value const& one) {
    return one.is_string() || one.is_int64() || one.is_uint64();
}

}  // namespace

void succession::learn(json::value const& captured, json::value const& now) {
    if (captured.is_object() && now.is_object()) {
        for (auto const& [key, was] : captured.get_object()) {
            auto const* is = now.get_object().if_contains(key);
            if (is == nullptr) continue;
            if (is_name(was) && is_name(*is)) {
                if (was != *is && keys_.contains(std::string_view{key}))
                    heirs_.insert_or_assign(json::serialize(was), *is);
            } else {
                learn(was, *is);
            }
        }
    } else if (captured.is_array() && now.is_array()) {
        const auto both = std::min(captured.get_array().size(), now.get_array().size());
        for (std::size_t i = 0; i < both; ++i) learn(captured.get_array()[i], now.get_array()[i]);
    }
}

bool succession::is_same(json::value const& captured, json::value const& now) const {
    if (heirs_.empty() || !is_name(captured)) return false;
    const auto found = heirs_.find(json::serialize(captured));
    return found != heirs_.end() && found->second == now;
}

void succession::replace_in(json::value& args) const {
    if (auto* object = args.if_object()) {
        for (auto& member : *object) replace_in(member.value());
    } else if (auto* array = args.if_array()) {
        for (auto& one : *array) replace_in(one);
    } else if (is_name(args)) {
        if (const auto found = heirs_.find(json::serialize(args)); found != heirs_.end())
            args = found->second;
    }
}

}  // namespace fairlead::cli::replay
