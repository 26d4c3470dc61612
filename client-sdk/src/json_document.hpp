// SPDX-License-Identifier: MIT
//
// json document — a text that is being read. simdjson wants padding behind its input, and bytes
// that hold still: each thread keeps memory for a copy.
#pragma once

#include <fairlead/json/value.hpp>

#include <simdjson.h>

#include <string>
#include <string_view>

namespace fairlead::json {

class document {
public:
    /// Throws bad_value. While one lives on this thread, a second one has memory of its own.
    explicit document(std::string_view text);
    ~document();
    document(document const&) = delete;
    document& operator=(document const&) = delete;

    /// What the text is made of, if that is an array.
    simdjson::ondemand::array array();
    /// After the last element: nothing stands behind it.
    void expect_end();

private:
    struct memory {
        simdjson::ondemand::parser parser;
        std::string copy;
        bool is_used = false;
    };
    static memory& kept_by_this_thread();

    memory own_;
    memory& memory_;
    simdjson::ondemand::document parsed_;
};

/// What json::value is.
class cursor final : public value {
public:
    explicit cursor(simdjson::ondemand::value at) : value{first_of(at)}, at_{at} {}

    simdjson::ondemand::value& at() { return at_; }
    /// Does `work`, which reads the whole value, and goes back to its start.
    template <class Work>
    void ahead(Work&& work) {
        auto& reader = at_.reader();
        auto const* const start = reader.position();
        const auto depth = reader.depth();
        work();
#if SIMDJSON_DEVELOPMENT_CHECKS
        // Its check looks where the value of this depth began: for a scalar, an older text's.
        reader.set_start_position(depth, start);
#endif
        reader.reenter_child(start, depth);
    }
    /// Its first token, without what is behind it.
    std::string_view token();
    /// `inside` of a literal as text, which lies in the parser's memory. Throws bad_value.
    std::string_view unescape(std::string_view inside);

private:
    struct position : simdjson::ondemand::value {
        explicit position(simdjson::ondemand::value at) : simdjson::ondemand::value{at} {}
        simdjson::ondemand::json_iterator& reader() { return iter.json_iter(); }
    };
    static char first_of(simdjson::ondemand::value& at) { return at.raw_json_token().front(); }

    position at_;
};

[[noreturn]] void throw_broken(simdjson::error_code error);

/// The inside of a string literal as text, which is never longer than it. Halves of surrogate pairs
/// become U+FFFD, as Go reads them. Returns the end of what it wrote; throws bad_value.
char* unescape(std::string_view inside, char* to);

}  // namespace fairlead::json
