// SPDX-License-Identifier: MIT
//
// note — what the page sees of a note: all of it, or a line of the list.
#pragma once

#include <boost/describe.hpp>

#include <cstdint>
#include <string>

namespace notes {

/// As JavaScript counts: milliseconds since 1970.
using moment = std::int64_t;

struct Note {
    std::string id;
    std::string title;
    std::string text;
    moment changed = 0;
    moment remindAt = 0;   ///< 0: never.
    bool unsaved = false;  ///< The disk has an older one.
};
BOOST_DESCRIBE_STRUCT(Note, (), (id, title, text, changed, remindAt, unsaved))

struct NoteHead {
    std::string id;
    std::string title;
    std::string excerpt;
    moment changed = 0;
    moment remindAt = 0;
    bool unsaved = false;
};
BOOST_DESCRIBE_STRUCT(NoteHead, (), (id, title, excerpt, changed, remindAt, unsaved))

NoteHead head_of(Note const& note);

/// Whether each word of the query is somewhere in title or text; upper case is lower case.
bool matches(Note const& note, std::string const& query);

moment now();

}  // namespace notes
