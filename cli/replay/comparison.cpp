// SPDX-License-Identifier: MIT
//
// comparison — numbers are equal if their values are, members in any order.
#include "cli/replay/comparison.hpp"

#include "cli/capture/json_text.hpp"

#include <fairlead/redaction/secret_keys.hpp>
#include <fairlead/wire/frame_codec.hpp>

#include <boost/json.hpp>

#include <algorithm>

namespace fairlead::cli::replay {
namespace {

namespace json = boost::json;

constexpr char const* nothing = "nothing";

bool is_plain(std::string_view key) {
    return !key.empty() && std::ranges::all_of(key, [](unsigned char c) {
        return std::isalnum(c) != 0 || c == '_' || c == '$' || c == '-';
    });
}

std::string member_path(std::string const& of, std::string_view key) {
    if (is_plain(key)) return of + '.' + std::string{key};
    return of + '[' + json::serialize(json::string{key}) + ']';
}

class walk {
public:
    walk(std::set<std::string, std::less<>> const& ignored, succession const& heirs, bool hidden)
        : ignored_{ignored}, heirs_{heirs}, hidden_{hidden} {}

    void compare(std::string const& path, json::value const& was, json::value const& is) {
        if (was.is_object() && is.is_object())
            return compare_members(path, was.get_object(), is.get_object());
        if (was.is_array() && is.is_array())
            return compare_lists(path, was.get_array(), is.get_array());
        if (is_equal(was, is)) return;
        add(path, json::serialize(was), json::serialize(is));
    }
    std::vector<difference> take() { return std::move(found_); }

private:
    bool is_equal(json::value const& was, json::value const& is) const {
        if (was.is_number() && is.is_number())
            return was == is || capture::canonical(was) == capture::canonical(is);
        if (was == is || heirs_.is_same(was, is)) return true;
        return hidden_ && was.is_string() && was.get_string() == redaction::hidden;
    }
    void add(std::string path, std::string was, std::string is) {
        if (found_.size() < comparison::differences_max)
            found_.push_back({std::move(path), std::move(was), std::move(is)});
    }
    void compare_members(std::string const& path, json::object const& was, json::object const& is) {
        for (auto const& [key, value] : was) {
            if (ignored_.contains(std::string_view{key})) continue;
            if (auto const* other = is.if_contains(key))
                compare(member_path(path, key), value, *other);
            else add(member_path(path, key), json::serialize(value), nothing);
        }
        for (auto const& [key, value] : is)
            if (!was.contains(key) && !ignored_.contains(std::string_view{key}))
                add(member_path(path, key), nothing, json::serialize(value));
    }
    void compare_lists(std::string const& path, json::array const& was, json::array const& is) {
        for (std::size_t i = 0; i < std::max(was.size(), is.size()); ++i) {
            const auto place = path + '[' + std::to_string(i) + ']';
            if (i >= was.size()) add(place, nothing, json::serialize(is[i]));
            else if (i >= is.size()) add(place, json::serialize(was[i]), nothing);
            else compare(place, was[i], is[i]);
        }
    }

    std::set<std::string, std::less<>> const& ignored_;
    succession const& heirs_;
    bool hidden_;
    std::vector<difference> found_;
};

std::string words(std::string_view code, std::string_view message) {
    return std::string{code} + ": " + std::string{message};
}

std::string size_text(std::uint64_t bytes) { return std::to_string(bytes) + " bytes"; }

void compare_attachments(std::vector<difference>& found, exchange const& captured,
                         std::vector<bytes> const& now) {
    auto const& was = captured.answer.attachments;
    for (std::size_t i = 0; i < std::max(was.size(), now.size()); ++i) {
        const auto path = "attachment " + std::to_string(i);
        if (i >= was.size()) found.push_back({path, nothing, size_text(now[i].size())});
        else if (i >= now.size()) found.push_back({path, size_text(was[i].bytes), nothing});
        else if (was[i].bytes != now[i].size())
            found.push_back({path, size_text(was[i].bytes), size_text(now[i].size())});
        else if (was[i].content && *was[i].content != wire::as_text(now[i].span()))
            found.push_back({path, size_text(was[i].bytes), "others"});
    }
}

}  // namespace

std::vector<difference> comparison::of(json::value const& captured, json::value const& now,
                                       succession const& heirs, bool is_hidden) const {
    walk both{ignored_, heirs, is_hidden};
    both.compare("$", captured, now);
    return both.take();
}

std::vector<difference> comparison::of(exchange const& captured,
                                       client::connection::answer const& now,
                                       succession const& heirs) const {
    if (captured.is_error != !now.ok)
        return {{"error", captured.is_error ? words(captured.code, captured.message) : nothing,
                 now.ok ? nothing : words(to_text(now.why.code), now.why.message)}};
    std::vector<difference> found;
    auto const& text = now.ok ? now.json : now.why.data;
    if (!now.ok && (captured.code != to_text(now.why.code) ||
                    (captured.message != now.why.message && !ignored_.contains("message"))))
        found.push_back({"error", words(captured.code, captured.message),
                         words(to_text(now.why.code), now.why.message)});
    if (!captured.answer.missing.empty()) return found;
    const auto value = capture::parsed(text);
    if (captured.answer.value && value) {
        auto more = of(*captured.answer.value, *value, heirs, captured.answer.redacted);
        found.insert(found.end(), more.begin(), more.end());
    } else if (captured.answer.value) {
        found.push_back(
            {"$", json::serialize(*captured.answer.value), text.empty() ? nothing : text});
    } else if (captured.answer.text != text) {
        found.push_back({"$", captured.answer.text.empty() ? nothing : captured.answer.text, text});
    }
    compare_attachments(found, captured, now.attachments);
    return found;
}

}  // namespace fairlead::cli::replay
