// SPDX-License-Identifier: MIT
//
// visiting_user — whose process is at the other end of a connection within this machine, as the
// kernel knows it: a port of the loopback is open to everybody who has an account here.
#pragma once

#include <sys/types.h>

#include <optional>
#include <string>
#include <string_view>

struct sockaddr_storage;

namespace fairlead::host {

/// How /proc/net/tcp and tcp6 write an address. "": not one of the internet.
std::string table_address(sockaddr_storage const& address);

/// The owner of the socket at `own` that is connected to `other`, in the text of such a table. One
/// that its process has closed has none, although the table says root.
std::optional<uid_t> owner_in(std::string_view table, std::string_view own, std::string_view other);

/// Of the process that `socket` is connected to. Nothing: it has gone already, or is on another
/// machine.
std::optional<uid_t> visiting_user(int socket);

/// Whether the kernel says it here at all.
bool has_user_table();

/// Ourselves, and who could be us anyway.
bool is_own_user(uid_t user) noexcept;

}  // namespace fairlead::host
