// SPDX-License-Identifier: MIT
//
// object_writer — a JSON object of what somebody really said.
#pragma once

#include <fairlead/json/codec.hpp>

#include <string>
#include <string_view>
#include <utility>

namespace fairlead {

/// {"key":value,…} of whatever is not as it would be anyway.
class object_writer {
public:
    explicit object_writer(std::string& to) : to_{to} { to_ += '{'; }
    template <class T>
    object_writer& add(std::string_view key, T const& value, bool wanted) {
        if (!wanted) return *this;
        if (!std::exchange(first_, false)) to_ += ',';
        append_json_string(to_, key);
        to_ += ':';
        json::write(to_, value);
        return *this;
    }
    object_writer& text(std::string_view key, std::string const& value) {
        return add(key, value, !value.empty());
    }
    void end() { to_ += '}'; }

private:
    std::string& to_;
    bool first_ = true;
};

}  // namespace fairlead
