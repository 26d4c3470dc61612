// SPDX-License-Identifier: MIT
//
// desktop — what is around the window: the clipboard, the screens, the machine.
#pragma once

#include <fairlead/pending.hpp>

#include <string>
#include <string_view>
#include <vector>

namespace fairlead {

class runtime_port;

class clipboard {
public:
    explicit clipboard(std::shared_ptr<runtime_port> port) noexcept : port_{std::move(port)} {}

    pending<std::string> text() const;
    pending<bool> set_text(std::string_view text) const;

private:
    std::shared_ptr<runtime_port> port_;
};

struct screen_info {
    bool is_current = false;  ///< The window is there.
    bool is_primary = false;
    int width = 0, height = 0;                    ///< As the desktop counts.
    int physical_width = 0, physical_height = 0;  ///< In its own pixels.
};

struct environment_info {
    std::string build_type;  ///< "production", "debug"
    std::string platform;    ///< "linux"
    std::string arch;        ///< "amd64", "arm64", …
};

}  // namespace fairlead

template <>
struct fairlead::json::codec<fairlead::screen_info> {
    static void read(value& from, screen_info& to) {
        from.each_member([&](std::string_view key, value& member) {
            if (key == "isCurrent") json::read(member, to.is_current);
            if (key == "isPrimary") json::read(member, to.is_primary);
            if (key == "width") json::read(member, to.width);
            if (key == "height") json::read(member, to.height);
            if (key == "physicalSize")
                member.each_member([&](std::string_view side, value& pixels) {
                    if (side == "width") json::read(pixels, to.physical_width);
                    if (side == "height") json::read(pixels, to.physical_height);
                });
        });
    }
};

template <>
struct fairlead::json::codec<fairlead::environment_info> {
    static void read(value& from, environment_info& to) {
        from.each_member([&](std::string_view key, value& member) {
            if (key == "buildType") json::read(member, to.build_type);
            if (key == "platform") json::read(member, to.platform);
            if (key == "arch") json::read(member, to.arch);
        });
    }
};
