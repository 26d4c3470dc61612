// SPDX-License-Identifier: MIT
//
// error — a value that does not fit its C++ type, or a C++ value that JSON cannot say.
#pragma once

#include <stdexcept>
#include <string>

namespace fairlead::json {

/// Thrown while reading. Its path grows on the way out: `[0].address.street`.
class bad_value : public std::exception {
public:
    explicit bad_value(std::string what) : problem_{std::move(what)} { render(); }
    void prepend(std::string const& step) {
        path_ = step + path_;
        render();
    }
    char const* what() const noexcept override { return text_.c_str(); }

private:
    void render() { text_ = path_.empty() ? problem_ : path_ + ": " + problem_; }
    std::string problem_;
    std::string path_;
    std::string text_;
};

/// Thrown while writing: NaN, infinity.
class not_encodable : public std::domain_error {
public:
    using std::domain_error::domain_error;
};

}  // namespace fairlead::json
