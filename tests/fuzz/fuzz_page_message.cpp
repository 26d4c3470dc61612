// SPDX-License-Identifier: MIT
//
// fuzz_page_message — one string of the page, any bytes: refused with a sentence, or a message
// whose views lie in that string and whose numbers, written anew, read as the same.
#include "tests/fuzz/input.hpp"
#include "webview-host/bridge/page_message.hpp"

#include <optional>
#include <string>
#include <utility>

using namespace fairlead;
using namespace fairlead::host;

namespace {

/// Each form that carries something, written from what was read; nothing for those without.
struct writer {
    using written = std::optional<std::string>;

    std::string_view whole;

    std::string inside(std::string_view part) const {
        FAIRLEAD_ASSERT(part.data() >= whole.data() &&
                        part.data() + part.size() == whole.data() + whole.size());
        return std::string{part};
    }
    static std::string pair(std::int32_t a, std::int32_t b) {
        return std::to_string(a) + ':' + std::to_string(b);
    }
    template <class Said>
    written text_with_object(Said const& said, std::size_t skipped) const {
        FAIRLEAD_ASSERT(said.text == whole && said.body.starts_with('{'));
        FAIRLEAD_ASSERT(inside(said.body).size() + skipped == whole.size());
        return std::string{said.text};
    }

    written operator()(call_message const& said) const { return text_with_object(said, 1); }
    written operator()(emit_message const& said) const { return text_with_object(said, 2); }
    written operator()(live_message const& said) const { return text_with_object(said, 2); }
    written operator()(interest_message const& said) const {
        FAIRLEAD_ASSERT(!said.name.empty());
        return (said.wanted ? "ES" : "EX") + inside(said.name);
    }
    written operator()(log_message const& said) const {
        FAIRLEAD_ASSERT(said.level >= log_level::trace && said.level <= log_level::print);
        return std::string{'L', "?TDIWEFP"[static_cast<int>(said.level)]} + inside(said.text);
    }
    written operator()(log_level_message const& said) const {
        return "LS" + std::to_string(static_cast<int>(said.level));
    }
    written operator()(window_title_message const& said) const { return "WT" + inside(said.title); }
    written operator()(window_size_message const& said) const {
        FAIRLEAD_ASSERT(said.width >= 0 && said.height >= 0);
        constexpr std::string_view letters = "szZ";
        return std::string{'W', letters[static_cast<std::size_t>(said.which)], ':'} +
               pair(said.width, said.height);
    }
    written operator()(window_position_message const& said) const {
        return "Wp:" + pair(said.x, said.y);
    }
    written operator()(window_on_top_message const& said) const {
        return said.on ? "WATP:1" : "WATP:0";
    }
    written operator()(window_colour_message const& said) const {
        return "Wr:{\"r\":" + std::to_string(said.red) + ",\"g\":" + std::to_string(said.green) +
               ",\"b\":" + std::to_string(said.blue) + ",\"a\":" + std::to_string(said.alpha) + '}';
    }
    written operator()(browser_message const& said) const { return "BO:" + inside(said.url); }
    written operator()(drop_message const& said) const {
        FAIRLEAD_ASSERT(!said.paths.empty());
        auto text = "DD:" + pair(said.x, said.y);
        char before = ':';
        for (const auto path : said.paths) {
            FAIRLEAD_ASSERT(!path.empty() && path.find('\n') == path.npos);
            (text += std::exchange(before, '\n')) += path;
        }
        return text;
    }
    written operator()(bad_message const& said) const {
        FAIRLEAD_ASSERT(!said.sentence.empty() && said.sentence.find('\n') == said.sentence.npos);
        return std::nullopt;
    }
    /// A word alone is that word or nothing.
    template <class Word>
    written operator()(Word const&) const {
        FAIRLEAD_ASSERT(whole.size() <= std::string_view{"resize:ne-resize"}.size());
        return std::nullopt;
    }
};

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(std::uint8_t const* data, std::size_t size) {
    const std::string_view text{reinterpret_cast<char const*>(data), size};
    const auto said = parse_page_message(text);
    const auto first = std::visit(writer{text}, said);
    if (!first) return 0;
    const auto again = parse_page_message(*first);
    FAIRLEAD_ASSERT(again.index() == said.index());
    FAIRLEAD_ASSERT(std::visit(writer{*first}, again) == first);
    return 0;
}
