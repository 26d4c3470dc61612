// SPDX-License-Identifier: MIT
//
// notebook — the disk is never touched under the mutex that readers wait for.
#include "notebook.hpp"

#include <algorithm>
#include <iterator>
#include <random>
#include <stdexcept>
#include <utility>

namespace notes {
namespace {

constexpr char const* welcome_title = "Welcome aboard";
constexpr char const* welcome_text =
    "This is a note. Write over it: it is saved as you type.\n\n"
    "The list on the left shows the newest note first, and the search above it looks into titles "
    "and texts.\n\n"
    "What you see is a React page; what keeps your notes is a C++ program beside it. If that "
    "program is killed, it comes back, and this page does not even blink.\n";

std::string new_id() {
    constexpr std::string_view digits = "0123456789abcdef";
    static thread_local std::random_device random;
    std::string id(16, '0');
    std::ranges::generate(id, [&] { return digits[random() % digits.size()]; });
    return id;
}

}  // namespace

auto& notebook::at(auto& all, std::string const& id) {
    const auto found = all.find(id);
    if (found == all.end()) throw std::out_of_range{"there is no such note"};
    return found->second;
}

bool notebook::open(std::function<void(std::string_view problem)> const& report) {
    if (is_open_) return false;
    const std::lock_guard at_the_disk{writing_};
    if (is_open_) return false;
    const bool is_new = shelf_.make();
    auto read = shelf_.read(report);
    if (is_new) {
        read.push_back({new_id(), welcome_title, welcome_text, now()});
        shelf_.write(read.back());
    }
    const std::lock_guard lock{mutex_};
    for (auto& note : read) {
        auto id = note.id;
        all_.insert_or_assign(std::move(id), entry{std::move(note)});
    }
    is_open_ = true;
    return true;
}

std::vector<NoteHead> notebook::find(std::string const& query) const {
    std::vector<NoteHead> found;
    {
        const std::lock_guard lock{mutex_};
        for (auto const& [id, one] : all_)
            if (matches(one.note, query)) found.push_back(head_of(one.note));
    }
    std::ranges::stable_sort(found, std::ranges::greater{}, &NoteHead::changed);
    return found;
}

Note notebook::get(std::string const& id) const {
    const std::lock_guard lock{mutex_};
    return at(all_, id).note;
}

Note notebook::create(std::string title, std::string text) {
    const std::lock_guard lock{mutex_};
    const auto id = new_id();
    auto& made = all_[id];
    made.note = {id, std::move(title), std::move(text), now()};
    return made.note.text.empty() ? made.note : touch(made);
}

bool notebook::edit(std::string const& id, std::string title, std::string text) {
    const std::lock_guard lock{mutex_};
    auto& edited = at(all_, id);
    if (edited.note.title == title && edited.note.text == text) return false;
    edited.note.title = std::move(title);
    edited.note.text = std::move(text);
    touch(edited);
    return true;
}

void notebook::remind(std::string const& id, moment when) {
    const std::lock_guard lock{mutex_};
    auto& reminded = at(all_, id);
    reminded.note.remindAt = std::max<moment>(when, 0);
    reminded.has_rung = false;
    reminded.note.unsaved = true;
    ++reminded.revision;
}

void notebook::remove(std::string const& id) {
    const std::lock_guard at_the_disk{writing_};
    {
        const std::lock_guard lock{mutex_};
        at(all_, id);
        all_.erase(id);
    }
    shelf_.remove(id);
}

bool notebook::save(std::string const& id) {
    const std::lock_guard at_the_disk{writing_};
    Note copy;
    std::uint64_t revision = 0;
    {
        const std::lock_guard lock{mutex_};
        auto const& one = at(all_, id);
        if (!one.note.unsaved) return false;
        copy = one.note;
        revision = one.revision;
    }
    copy.unsaved = false;
    shelf_.write(copy);
    const std::lock_guard lock{mutex_};
    auto& one = at(all_, id);  // Still there: who removes it waits for the disk.
    if (one.revision == revision) one.note.unsaved = false;
    return true;
}

std::vector<notebook::draft> notebook::unsaved() const {
    const std::lock_guard lock{mutex_};
    std::vector<draft> found;
    for (auto const& [id, one] : all_)
        if (one.note.unsaved) found.push_back({id, one.note.changed});
    return found;
}

moment notebook::next_reminder() const {
    const std::lock_guard lock{mutex_};
    moment next = 0;
    for (auto const& [id, one] : all_)
        if (one.note.remindAt != 0 && !one.has_rung)
            next = next == 0 ? one.note.remindAt : std::min(next, one.note.remindAt);
    return next;
}

bool notebook::ring(moment now) {
    const std::lock_guard lock{mutex_};
    bool any = false;
    for (auto& [id, one] : all_)
        if (one.note.remindAt != 0 && one.note.remindAt <= now && !one.has_rung)
            any = one.has_rung = true;
    return any;
}

std::vector<NoteHead> notebook::take_rung() {
    const std::lock_guard lock{mutex_};
    std::vector<NoteHead> rung;
    for (auto& [id, one] : all_) {
        if (!one.has_rung || one.note.remindAt == 0) continue;
        one.note.remindAt = 0;
        one.note.unsaved = true;
        ++one.revision;
        rung.push_back(head_of(one.note));
    }
    return rung;
}

Note notebook::touch(entry& changed) {
    changed.note.changed = now();
    changed.note.unsaved = true;
    ++changed.revision;
    return changed.note;
}

}  // namespace notes
