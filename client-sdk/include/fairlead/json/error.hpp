// SPDX-License-Identifier: MIT
//
// error — a value that does not fit its C++ type, or a C++ value that JSON cannot say.
#pragma once

#include <cstddef>
#include <stdexcept>
#include <string>

namespace fairlead::json {

/// Thrown while reading. Its path grows on the way out: `argument 1 (people)[0].address.street`.
class bad_value : public std::exception {
public:
    static constexpr std::size_t no_argument = ~std::size_t{0};

    explicit bad_value(std::string what) : problem_{std::move(what)} { render(); }
    void prepend(std::string const& step) {
        path_ = step + path_;
        render();
    }
    void in_argument(std::size_t index) {
        argument_ = index;
        render();
    }
    /// Known only to who knows the method; empty: nobody said it.
    void name_argument(std::string name) {
        name_ = std::move(name);
        render();
    }
    std::size_t argument() const noexcept { return argument_; }
    char const* what() const noexcept override { return text_.c_str(); }

private:
    void render() {
        text_.clear();
        if (argument_ != no_argument) text_ = "argument " + std::to_string(argument_ + 1);
        if (!name_.empty()) text_ += " (" + name_ + ')';
        text_ += path_;
        if (!text_.empty()) text_ += ": ";
        text_ += problem_;
    }
    std::string problem_;
    std::string path_;
    std::string name_;
    std::string text_;
    std::size_t argument_ = no_argument;
};

/// Thrown while writing: NaN, infinity, an integer that JavaScript would round.
class not_encodable : public std::domain_error {
public:
    using std::domain_error::domain_error;
};

}  // namespace fairlead::json
