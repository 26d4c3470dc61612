// SPDX-License-Identifier: MIT
//
// hand_over — the words between the web process and the host when a document wants a channel.
#pragma once

namespace fairlead::page::hand_over {

/// From the page to its view; no parameters. The host knows which document is there.
inline constexpr char request[] = "fairlead-page-request";
/// Answer: the ring's size as `u`, and the descriptors in the order of handshake::page_fd.
inline constexpr char granted[] = "fairlead-page-granted";
/// Answer: a sentence as `s`.
inline constexpr char refused[] = "fairlead-page-refused";

/// After it the page goes by script messages; a later answer is closed unread.
inline constexpr unsigned patience_ms = 3'000;

/// When a channel that was open has broken, its document asks for another: after a pause, after
/// twice that pause, and so on. What breaks more often than that stays broken.
inline constexpr unsigned first_pause_ms = 100;
inline constexpr unsigned tries_max = 8;
inline constexpr unsigned breaks_max = 5;

/// What the extension is started with: the app's origin, and whether pages get a fine clock.
inline constexpr char settings_type[] = "(sb)";
inline constexpr char settings_read[] = "(&sb)";

}  // namespace fairlead::page::hand_over
