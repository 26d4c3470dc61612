// SPDX-License-Identifier: MIT
//
// control_codec — a writer and a reader of little-endian fields, and one shape for each message.
#include <fairlead/wire/control_codec.hpp>
#include <fairlead/wire/frame_codec.hpp>
#include <fairlead/wire/limits.hpp>

#include <algorithm>
#include <cstring>

namespace fairlead::wire {
namespace {

constexpr std::uint32_t magic = 0x31444c46;  // "FLD1" as it stands in memory.
constexpr std::size_t prefix_bytes = 5;
constexpr std::size_t token_bytes_max = 64;
constexpr std::size_t reason_bytes_max = 2'048;

enum class message_type : std::uint8_t {
    hello = 1,
    welcome,
    farewell,
    blob_offer,
    page_request,
    page_grant,
    page_refusal,
};

class field_writer {
public:
    explicit field_writer(message_type type) {
        number(std::uint32_t{0});
        number(static_cast<std::uint8_t>(type));
    }
    template <class Number>
    void number(Number value) {
        std::byte raw_bytes[sizeof value];
        std::memcpy(raw_bytes, &value, sizeof value);
        bytes_.insert(bytes_.end(), raw_bytes, raw_bytes + sizeof value);
    }
    void text(std::string_view value, std::size_t bytes_max) {
        value = value.substr(0, bytes_max);
        number(static_cast<std::uint16_t>(value.size()));
        const auto raw_bytes = as_bytes(value);
        bytes_.insert(bytes_.end(), raw_bytes.begin(), raw_bytes.end());
    }
    std::vector<std::byte> finish() && {
        const auto body = static_cast<std::uint32_t>(bytes_.size() - prefix_bytes);
        std::memcpy(bytes_.data(), &body, sizeof body);
        return std::move(bytes_);
    }

private:
    std::vector<std::byte> bytes_;
};

/// Reads fields until one does not fit; after that every field is zero and ok() is false.
class field_reader {
public:
    explicit field_reader(std::span<const std::byte> bytes) : left_{bytes} {}
    template <class Number>
    Number number() {
        Number value{};
        if (left_.size() < sizeof value) {
            ok_ = false;
            return value;
        }
        std::memcpy(&value, left_.data(), sizeof value);
        left_ = left_.subspan(sizeof value);
        return value;
    }
    std::string text(std::size_t bytes_max) {
        const auto length = number<std::uint16_t>();
        if (!ok_ || length > bytes_max || length > left_.size()) {
            ok_ = false;
            return {};
        }
        std::string value{as_text(left_.first(length))};
        left_ = left_.subspan(length);
        return value;
    }
    /// All fields fitted and nothing is left over.
    bool ok() const noexcept { return ok_ && left_.empty(); }

private:
    std::span<const std::byte> left_;
    bool ok_ = true;
};

std::vector<std::byte> encode_body(hello const& message) {
    field_writer out{message_type::hello};
    out.number(magic);
    out.number(message.versions.lowest);
    out.number(message.versions.highest);
    out.number(static_cast<std::uint8_t>(message.role));
    out.text(message.name, name_bytes_max);
    out.text(message.token, token_bytes_max);
    return std::move(out).finish();
}

std::vector<std::byte> encode_body(welcome const& message) {
    field_writer out{message_type::welcome};
    out.number(message.version);
    out.number(raw(message.session));
    out.number(message.ring_bytes);
    out.text(message.app, name_bytes_max);
    return std::move(out).finish();
}

std::vector<std::byte> encode_body(farewell const& message) {
    field_writer out{message_type::farewell};
    out.number(static_cast<std::uint16_t>(message.code));
    out.text(message.reason, reason_bytes_max);
    return std::move(out).finish();
}

std::vector<std::byte> encode_body(blob_offer const& message) {
    field_writer out{message_type::blob_offer};
    out.number(raw(message.blob));
    out.number(message.bytes);
    return std::move(out).finish();
}

std::vector<std::byte> encode_body(page_request const& message) {
    field_writer out{message_type::page_request};
    out.number(raw(message.page));
    out.text(message.origin, origin_bytes_max);
    return std::move(out).finish();
}

std::vector<std::byte> encode_body(page_grant const& message) {
    field_writer out{message_type::page_grant};
    out.number(raw(message.page));
    out.number(raw(message.session));
    out.number(message.ring_bytes);
    return std::move(out).finish();
}

std::vector<std::byte> encode_body(page_refusal const& message) {
    field_writer out{message_type::page_refusal};
    out.number(raw(message.page));
    out.text(message.reason, reason_bytes_max);
    return std::move(out).finish();
}

result<control_message> decode_hello(field_reader& in) {
    if (in.number<std::uint32_t>() != magic) return wire_errc::bad_magic;
    hello message;
    message.versions.lowest = in.number<std::uint16_t>();
    message.versions.highest = in.number<std::uint16_t>();
    const auto role = in.number<std::uint8_t>();
    message.name = in.text(name_bytes_max);
    message.token = in.text(token_bytes_max);
    if (!in.ok()) return wire_errc::bad_control_message;
    // Not `page`: a page does not greet.
    if (role < static_cast<std::uint8_t>(peer_role::tool) ||
        role > static_cast<std::uint8_t>(peer_role::host))
        return wire_errc::bad_control_message;
    message.role = static_cast<peer_role>(role);
    if (!is_valid_peer_name(message.name)) return wire_errc::bad_name;
    return control_message{std::move(message)};
}

result<control_message> decode_welcome(field_reader& in) {
    welcome message;
    message.version = in.number<std::uint16_t>();
    message.session = session_id{in.number<std::uint32_t>()};
    message.ring_bytes = in.number<std::uint32_t>();
    message.app = in.text(name_bytes_max);
    if (!in.ok()) return wire_errc::bad_control_message;
    return control_message{std::move(message)};
}

result<control_message> decode_farewell(field_reader& in) {
    farewell message;
    message.code = errc_from_wire(in.number<std::uint16_t>());
    message.reason = in.text(reason_bytes_max);
    if (!in.ok()) return wire_errc::bad_control_message;
    return control_message{std::move(message)};
}

result<control_message> decode_blob_offer(field_reader& in) {
    blob_offer message;
    message.blob = static_cast<blob_id>(in.number<std::uint32_t>());
    message.bytes = in.number<std::uint64_t>();
    if (!in.ok() || message.blob == no_blob) return wire_errc::bad_control_message;
    return control_message{message};
}

result<control_message> decode_page_request(field_reader& in) {
    page_request message;
    message.page = generation{in.number<std::uint64_t>()};
    message.origin = in.text(origin_bytes_max);
    if (!in.ok() || !is_valid_origin(message.origin)) return wire_errc::bad_control_message;
    return control_message{std::move(message)};
}

result<control_message> decode_page_grant(field_reader& in) {
    page_grant message;
    message.page = generation{in.number<std::uint64_t>()};
    message.session = session_id{in.number<std::uint32_t>()};
    message.ring_bytes = in.number<std::uint32_t>();
    if (!in.ok() || !is_ring_size(message.ring_bytes)) return wire_errc::bad_control_message;
    return control_message{message};
}

result<control_message> decode_page_refusal(field_reader& in) {
    page_refusal message;
    message.page = generation{in.number<std::uint64_t>()};
    message.reason = in.text(reason_bytes_max);
    if (!in.ok()) return wire_errc::bad_control_message;
    return control_message{std::move(message)};
}

}  // namespace

std::string_view to_text(peer_role role) noexcept {
    switch (role) {
        case peer_role::tool: return "tool";
        case peer_role::plugin: return "plugin";
        case peer_role::host: return "host";
        case peer_role::page: return "page";
    }
    return "?";
}

bool is_valid_origin(std::string_view origin) noexcept {
    if (origin.empty() || origin.size() > origin_bytes_max) return false;
    return std::all_of(origin.begin(), origin.end(), [](char c) { return c > ' ' && c < 0x7f; });
}

std::vector<std::byte> encode(control_message const& message) {
    return std::visit([](auto const& body) { return encode_body(body); }, message);
}

std::size_t missing_bytes(std::span<const std::byte> stream) noexcept {
    if (stream.size() < prefix_bytes) return prefix_bytes - stream.size();
    std::uint32_t body_bytes;
    std::memcpy(&body_bytes, stream.data(), sizeof body_bytes);
    const auto arrived = stream.size() - prefix_bytes;
    return body_bytes > arrived ? body_bytes - arrived : 0;
}

result<std::optional<decoded_control>> decode_control(std::span<const std::byte> stream) {
    if (stream.size() < prefix_bytes) return std::nullopt;
    std::uint32_t body_bytes;
    std::memcpy(&body_bytes, stream.data(), sizeof body_bytes);
    if (body_bytes > control_message_bytes_max) return wire_errc::bad_control_message;
    if (stream.size() - prefix_bytes < body_bytes) return std::nullopt;

    field_reader in{stream.subspan(prefix_bytes, body_bytes)};
    auto message = [&]() -> result<control_message> {
        switch (static_cast<message_type>(stream[4])) {
            case message_type::hello: return decode_hello(in);
            case message_type::welcome: return decode_welcome(in);
            case message_type::farewell: return decode_farewell(in);
            case message_type::blob_offer: return decode_blob_offer(in);
            case message_type::page_request: return decode_page_request(in);
            case message_type::page_grant: return decode_page_grant(in);
            case message_type::page_refusal: return decode_page_refusal(in);
        }
        return wire_errc::bad_control_message;
    }();
    if (!message) return message.error();
    return decoded_control{std::move(*message), prefix_bytes + body_bytes};
}

}  // namespace fairlead::wire
