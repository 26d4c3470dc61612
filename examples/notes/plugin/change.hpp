// SPDX-License-Identifier: MIT
//
// change — what every window is told when a note is another one than before.
#pragma once

#include <fairlead/events.hpp>

#include <boost/describe.hpp>

#include <string>
#include <string_view>

namespace notes {

struct Change {
    std::string kind;  ///< "created", "edited", "reminder", "saved", "removed"
    std::string id;
    std::string editor;  ///< The page that did it, as it calls itself; empty for others.
};
BOOST_DESCRIBE_STRUCT(Change, (), (kind, id, editor))

inline void tell(fairlead::events const& events, std::string kind, std::string id,
                 std::string editor = {}) {
    events.emit("notes:changed", Change{std::move(kind), std::move(id), std::move(editor)});
}

}  // namespace notes
