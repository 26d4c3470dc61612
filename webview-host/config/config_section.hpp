// SPDX-License-Identifier: MIT
//
// config_section — an object of wails.json, perhaps one that is not there. Each value knows its
// path, for the sentence about it.
#pragma once

#include <simdjson.h>

#include <cstdint>
#include <optional>
#include <stdexcept>
#include <string>
#include <string_view>
#include <vector>

namespace fairlead::host {

/// "…/wails.json: fairlead.window.width: must be a whole number from 1 to 32767".
struct config_error : std::runtime_error {
    using std::runtime_error::runtime_error;
};

class config_section {
public:
    config_section(simdjson::dom::element object, std::string file)
        : object_{object}, file_{std::move(file)} {}

    config_section below(std::string_view key) const;
    bool has(std::string_view key) const { return find(key).has_value(); }

    // Each leaves `to` as it is where there is no such key, and says whether there is one. null
    // counts as none.

    bool text(std::string_view key, std::string& to) const;
    bool flag(std::string_view key, bool& to) const;
    bool texts(std::string_view key, std::vector<std::string>& to) const;
    bool fraction(std::string_view key, double min, double max, double& to) const;

    template <class Number>
    bool number(std::string_view key, std::int64_t min, std::int64_t max, Number& to) const {
        std::int64_t value = 0;
        if (!whole(key, min, max, value)) return false;
        to = static_cast<Number>(value);
        return true;
    }

    /// One of a list of words, each for a value.
    template <class Value, class Words>
    bool word(std::string_view key, Words const& words, Value& to) const {
        std::string text, all;
        if (!this->text(key, text)) return false;
        for (auto const& [word, value] : words) {
            if (text == word) {
                to = value;
                return true;
            }
            all.append(all.empty() ? "" : ", ").append(word);
        }
        fail(key, "must be one of " + all);
    }

    [[noreturn]] void fail(std::string_view key, std::string const& what) const;

private:
    config_section(simdjson::dom::element object, std::string file, std::string path)
        : object_{object}, file_{std::move(file)}, path_{std::move(path)} {}
    config_section(config_section const& above, std::string_view key)
        : file_{above.file_}, path_{above.path_of(key)} {}

    bool whole(std::string_view key, std::int64_t min, std::int64_t max, std::int64_t& to) const;
    std::string path_of(std::string_view key) const;
    std::optional<simdjson::dom::element> find(std::string_view key) const;

    std::optional<simdjson::dom::element> object_;
    std::string file_, path_;
};

}  // namespace fairlead::host
