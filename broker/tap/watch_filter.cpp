// SPDX-License-Identifier: MIT
//
// watch_filter — from the argument of fairlead.control.monitor.
#include "broker/tap/watch_filter.hpp"

#include <fairlead/redaction/secret_keys.hpp>

#include <boost/json.hpp>

#include <algorithm>

namespace fairlead::broker::tap {
namespace {

namespace json = boost::json;

constexpr std::size_t secrets_max = 64;

/// Takes what it knows out of the object; what is left is unknown.
class reader {
public:
    explicit reader(json::object from) : from_{std::move(from)} {}

    void text(std::string_view key, std::string& to) {
        if (auto const* value = take(key, json::kind::string)) to = value->as_string();
    }
    void flag(std::string_view key, bool& to) {
        if (auto const* value = take(key, json::kind::bool_)) to = value->as_bool();
    }
    double number(std::string_view key, double otherwise, double most) {
        auto const* value = from_.if_contains({key.data(), key.size()});
        if (value == nullptr) return otherwise;
        known_ += 1;
        if (!value->is_number()) return fail(key), otherwise;
        const auto found = value->to_number<double>();
        if (!(found >= 0 && found <= most)) return fail(key), otherwise;
        return found;
    }
    void texts(std::string_view key, std::vector<std::string>& to) {
        auto const* value = take(key, json::kind::array);
        if (value == nullptr) return;
        for (auto const& one : value->as_array()) {
            if (!one.is_string() || to.size() >= secrets_max) return fail(key);
            to.push_back(redaction::in_lower_case(one.as_string()));
        }
    }
    std::string problem() const {
        if (!problem_.empty()) return problem_;
        return known_ == from_.size() ? "" : "it has a key that a monitor does not know";
    }

private:
    json::value const* take(std::string_view key, json::kind kind) {
        auto const* value = from_.if_contains({key.data(), key.size()});
        if (value == nullptr) return nullptr;
        known_ += 1;
        if (value->kind() == kind) return value;
        fail(key);
        return nullptr;
    }
    void fail(std::string_view key) {
        if (problem_.empty()) problem_ = std::string{key} + ": not a value that it can have";
    }

    json::object from_;
    std::size_t known_ = 0;
    std::string problem_;
};

}  // namespace

result<watch_filter> watch_filter::parse(std::string_view args, std::string& problem) {
    const auto refuse = [&](std::string why) -> boost::system::error_code {
        problem = std::move(why);
        return make_error_code(boost::system::errc::invalid_argument);
    };
    boost::system::error_code failed;
    const auto value = json::parse({args.data(), args.size()}, failed);
    if (failed || !value.is_array() || value.get_array().size() > 1)
        return refuse("one object is wanted, or nothing");
    watch_filter made;
    const auto usual = redaction::usual_keys();
    made.secret.assign(usual.begin(), usual.end());
    if (value.get_array().empty()) return made;
    auto const* object = value.get_array().front().if_object();
    if (object == nullptr) return refuse("an object is wanted");
    reader from{*object};
    from.text("peer", made.peer);
    from.text("method", made.method);
    from.text("topic", made.topic);
    from.flag("errors", made.errors);
    from.flag("whole", made.whole);
    made.slow = std::chrono::microseconds{
        static_cast<std::int64_t>(from.number("slowMs", 0, 86'400'000) * 1'000)};
    made.rate = static_cast<std::uint32_t>(
        std::max(1.0, from.number("rate", made.whole ? rate_max : rate_default, rate_max)));
    made.payload = static_cast<std::size_t>(from.number("payload", payload_default, payload_max));
    from.texts("redact", made.secret);
    if (auto why = from.problem(); !why.empty()) return refuse(std::move(why));
    return made;
}

}  // namespace fairlead::broker::tap
