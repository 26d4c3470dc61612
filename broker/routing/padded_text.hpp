// SPDX-License-Identifier: MIT
//
// padded_text — a private copy of what a page said, read by simdjson on demand: the page's process
// may still write to the original. Reused from one text to the next.
#pragma once

#include <simdjson.h>

#include <cstring>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace fairlead::broker::routing {

class padded_text {
public:
    void assign(std::span<const std::byte> payload) {
        if (text_.size() > kept_bytes_max && payload.size() <= kept_bytes_max / 2) {
            text_ = {};
            parser_ = simdjson::ondemand::parser{};
        }
        bytes_ = payload.size();
        if (text_.size() < bytes_ + simdjson::SIMDJSON_PADDING)
            text_.resize(bytes_ + simdjson::SIMDJSON_PADDING);
        if (bytes_ > 0) std::memcpy(text_.data(), payload.data(), bytes_);
        std::memset(text_.data() + bytes_, 0, simdjson::SIMDJSON_PADDING);
    }
    std::string_view view() const { return {text_.data(), bytes_}; }

    /// read(key, value) → what is wrong with it, for each member of the one object that stands
    /// behind the first `skip` bytes. Nothing, or what is wrong with the whole.
    template <class Read>
    std::optional<std::string> read_object(std::size_t skip, Read&& read) {
        if (const auto error =
                parser_.iterate(text_.data() + skip, bytes_ - skip, text_.size() - skip)
                    .get(document_))
            return not_json(error);
        simdjson::ondemand::object object;
        if (const auto error = document_.get_object().get(object))
            return error == simdjson::INCORRECT_TYPE ? "the message is not a JSON object"
                                                     : not_json(error);
        for (auto field : object) {
            std::string_view key;
            simdjson::ondemand::value one;
            if (const auto error = field.unescaped_key().get(key)) return not_json(error);
            if (const auto error = field.value().get(one)) return not_json(error);
            if (auto fault = read(key, one)) return fault;
        }
        if (char const* rest = nullptr; document_.current_location().get(rest) == simdjson::SUCCESS)
            return "something follows the JSON object";
        return std::nullopt;
    }

    /// A JSON string alone, as it would be read.
    std::optional<std::string> read_string(std::string_view literal) {
        const simdjson::padded_string padded{literal};
        std::string_view text;
        if (parser_.iterate(padded).get(document_) != simdjson::SUCCESS ||
            document_.get_string().get(text) != simdjson::SUCCESS)
            return std::nullopt;
        return std::string{text};
    }

    static std::string not_json(simdjson::error_code error) {
        return std::string{"the message is not valid JSON: "} + simdjson::error_message(error);
    }

private:
    /// What is kept allocated between texts; a larger one gives its memory back.
    static constexpr std::size_t kept_bytes_max = 1u << 20;

    simdjson::ondemand::parser parser_;
    simdjson::ondemand::document document_;
    std::vector<char> text_;  // With simdjson's padding.
    std::size_t bytes_ = 0;
};

}  // namespace fairlead::broker::routing
