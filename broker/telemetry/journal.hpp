// SPDX-License-Identifier: MIT
//
// journal — systemd's journal, spoken to in its own protocol: a datagram for each record, fields
// instead of a line to be taken apart. Never waits; docs/decisions/0011 says why not by libsystemd.
#pragma once

#include <fairlead/vocabulary/unique_fd.hpp>

#include <string>
#include <string_view>

#include <sys/un.h>

namespace fairlead::broker::telemetry {

class journal {
public:
    static constexpr std::string_view usual_socket = "/run/systemd/journal/socket";

    explicit journal(std::string_view socket = usual_socket);

    /// Is this descriptor the very stream that $JOURNAL_STREAM (`stream`) names? A shell that a
    /// service started may have sent its errors elsewhere since.
    static bool is_behind(int fd, std::string const& stream) noexcept;

    enum class outcome {
        taken,
        full,  ///< It does not read fast enough, or not at all.
        gone,  ///< Nobody is there to read.
    };
    outcome send(std::string_view record) const noexcept;

private:
    sockaddr_un at_{};
    unique_fd socket_;
};

}  // namespace fairlead::broker::telemetry
