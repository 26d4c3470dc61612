// SPDX-License-Identifier: MIT
//
// whole_note — head, table, record, payload; one after the other.
#include "broker/tap/whole_note.hpp"

#include <fairlead/wire/attachments.hpp>

#include <fmt/core.h>

namespace fairlead::broker::tap {
namespace {

template <class Plain>
void add(std::string& to, Plain const& one) {
    to.append(reinterpret_cast<char const*>(&one), sizeof one);
}

}  // namespace

std::string whole_note(std::string record, routing::heard const& payload) {
    const auto bytes = payload.bytes.size();
    record += fmt::format(R"(,"bytes":{})", bytes);
    const bool is_shown = bytes > 0 && bytes <= whole_bytes_max;
    if (bytes > whole_bytes_max) record += R"(,"omitted":true)";
    if (is_shown) record += R"(,"payload":{"$bytes":0})";
    if (is_shown && payload.binary) record += R"(,"binary":true)";
    record += '}';

    const wire::attachment_head head{static_cast<std::uint32_t>(record.size()), is_shown ? 1u : 0u};
    std::string note;
    note.reserve(sizeof head + sizeof(wire::attachment_ref) + record.size() + bytes);
    add(note, head);
    if (is_shown) add(note, wire::attachment_ref{wire::no_blob, 0, bytes});
    note += record;
    if (is_shown) note.append(reinterpret_cast<char const*>(payload.bytes.data()), bytes);
    return note;
}

}  // namespace fairlead::broker::tap
