// SPDX-License-Identifier: MIT
//
// layering — which room of the house may include which; judges every #include of the tree.
#pragma once

#include "tests/tidy/source_tree.hpp"

#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace fairlead::tidy {

/// layers.txt, read. A room is a folder; the grammar is explained at the top of that file.
class layers {
public:
    /// Throws std::runtime_error that names the line: layers.txt is ours, not a peer's.
    static layers parse(std::string_view text);

    /// The room a path of the tree belongs to, as layers.txt spells it; none: in no room.
    std::optional<std::string> room_of(std::string_view path) const;

    bool allow(std::string_view from_room, std::string_view to_room) const;

    /// Rooms that may include each other, by whatever detour: "a → b → a". Empty when sound.
    std::vector<std::string> circles() const;

    /// Rooms that are listed although no file of the tree lives in them.
    std::vector<std::string> deserted(source_tree const& tree) const;

private:
    struct rule {
        std::string room;
        std::vector<std::string> allowed;
    };
    rule const* find(std::string_view room) const;

    std::vector<rule> rules_;
};

/// Every #include that no line of layers.txt allows, and every file that has no room.
std::vector<finding> broken_edges(layers const& layers, source_tree const& tree);

}  // namespace fairlead::tidy
