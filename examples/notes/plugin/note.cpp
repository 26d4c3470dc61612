// SPDX-License-Identifier: MIT
//
// note — cut and compared.
#include "note.hpp"

#include <algorithm>
#include <chrono>
#include <sstream>
#include <string_view>

namespace notes {
namespace {

constexpr std::size_t excerpt_bytes_max = 120;

bool continues_a_character(char byte) { return (static_cast<unsigned char>(byte) & 0xC0) == 0x80; }

std::string excerpt_of(std::string_view text) {
    auto end = std::min(text.size(), excerpt_bytes_max);
    while (end < text.size() && end > 0 && continues_a_character(text[end])) --end;
    std::string line{text.substr(0, end)};
    std::ranges::replace(line, '\n', ' ');
    return line;
}

char lower(char letter) {
    return letter >= 'A' && letter <= 'Z' ? static_cast<char>(letter - 'A' + 'a') : letter;
}

bool contains(std::string_view text, std::string_view word) {
    const auto equal = [](char one, char other) { return lower(one) == lower(other); };
    return std::search(text.begin(), text.end(), word.begin(), word.end(), equal) != text.end();
}

}  // namespace

NoteHead head_of(Note const& note) {
    return {note.id, note.title, excerpt_of(note.text), note.changed, note.remindAt, note.unsaved};
}

bool matches(Note const& note, std::string const& query) {
    std::istringstream words{query};
    for (std::string word; words >> word;)
        if (!contains(note.title, word) && !contains(note.text, word)) return false;
    return true;
}

moment now() {
    using namespace std::chrono;
    return duration_cast<milliseconds>(system_clock::now().time_since_epoch()).count();
}

}  // namespace notes
