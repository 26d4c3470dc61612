// SPDX-License-Identifier: MIT
//
// wire_errc — the sentences that logs show.
#include <fairlead/wire/wire_errc.hpp>

#include <string>

namespace fairlead::wire {
namespace {

class category final : public boost::system::error_category {
public:
    char const* name() const noexcept override { return "fairlead.wire"; }
    std::string message(int value) const override {
        switch (static_cast<wire_errc>(value)) {
            case wire_errc::truncated: return "the frame ends before its header or payload does";
            case wire_errc::length_mismatch: return "the header's length is not that of its record";
            case wire_errc::unknown_kind: return "unknown frame kind";
            case wire_errc::unknown_flags: return "unknown frame flags";
            case wire_errc::payload_too_large: return "the payload is above its limit";
            case wire_errc::bad_name:
                return "the name is empty, too long, no UTF-8, or has a line feed";
            case wire_errc::bad_attachments:
                return "the table of attachments does not fit the payload";
            case wire_errc::bad_fragment: return "a fragment came out of sequence";
            case wire_errc::bad_magic: return "the other side does not speak Fairlead's protocol";
            case wire_errc::bad_control_message: return "the control message does not parse";
            case wire_errc::unexpected_message: return "the message is not allowed in this state";
            case wire_errc::unsupported_version: return "no protocol version in common";
            case wire_errc::refused: return "the broker refused the connection";
        }
        return "unknown wire error";
    }
};

}  // namespace

boost::system::error_category const& wire_category() noexcept {
    static const category instance;
    return instance;
}

}  // namespace fairlead::wire
