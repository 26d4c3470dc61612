// SPDX-License-Identifier: MIT
//
// control_stream — bounded: a peer can make us keep one message and its descriptors, not more.
#include <fairlead/handshake/control_stream.hpp>
#include <fairlead/wire/limits.hpp>

#include <algorithm>
#include <array>

namespace fairlead::handshake {

boost::system::error_code end_of_stream() noexcept {
    return boost::system::errc::make_error_code(boost::system::errc::connection_reset);
}

result<std::optional<control_stream::received>> control_stream::try_receive() {
    for (;;) {
        auto decoded = wire::decode_control(unread_);
        if (!decoded) return decoded.error();
        if (*decoded) {
            unread_.clear();
            return received{std::move((*decoded)->message), std::exchange(fds_, {})};
        }
        // Never beyond this message: descriptors come with the first byte of theirs.
        std::array<std::byte, 1024> bytes;
        const auto wanted = std::min(bytes.size(), wire::missing_bytes(unread_));
        auto got = receive_message(socket_, std::span{bytes}.first(wanted), fds_);
        if (!got) {
            if (got.error() == boost::system::errc::operation_would_block ||
                got.error() == boost::system::errc::resource_unavailable_try_again)
                return std::nullopt;
            return got.error();
        }
        if (*got == 0) return end_of_stream();
        if (fds_.size() > fds_per_message_max) return wire::wire_errc::bad_control_message;
        unread_.insert(unread_.end(), bytes.begin(),
                       bytes.begin() + static_cast<std::ptrdiff_t>(*got));
    }
}

boost::system::error_code control_stream::send(wire::control_message const& message,
                                               std::span<const int> fds) const noexcept {
    const auto bytes = wire::encode(message);
    return send_message(socket_, bytes, fds);
}

}  // namespace fairlead::handshake
