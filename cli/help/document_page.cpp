// SPDX-License-Identifier: MIT
//
// document_page — block by block: a block is what an empty line ends, or another kind of line.
#include "cli/help/document_page.hpp"

#include "cli/help/doc_texts.hpp"
#include "cli/help/roff.hpp"

#include <algorithm>
#include <array>
#include <vector>

namespace fairlead::cli::help {
namespace {

constexpr std::array all_documents{
    document{"fairlead-broker", '1', "the broker of one running app", broker_text},
    document{"fairlead-webview", '1', "the host of an app's page", webview_text},
    document{"fairlead-options", '5', "options of an app in wails.json", options_text},
    document{"fairlead-plugins", '5', "plugins of an app in wails.json", plugins_text},
    document{"fairlead-permissions", '5', "permissions of an app in wails.json", permissions_text},
    document{"fairlead-limits", '7', "every bound, and what happens at it", limits_text},
    document{"fairlead-monitoring", '7', "counters, traffic and metrics of an app",
             monitoring_text},
    document{"fairlead-capture", '7', "captures, their format, and replay", capture_text},
    document{"fairlead-protocol", '7', "the wire protocol, byte by byte", protocol_text},
    document{"fairlead-service", '7', "an app as a service of the user", service_text},
};

std::string_view trimmed(std::string_view text) {
    const auto begin = text.find_first_not_of(' ');
    if (begin == std::string_view::npos) return {};
    return text.substr(begin, text.find_last_not_of(' ') - begin + 1);
}

/// Code, emphasis and links of a paragraph. Code may hold what would be markup elsewhere.
class inline_text {
public:
    explicit inline_text(std::string_view from) : left_{from} {}

    std::string roff() {
        while (!left_.empty()) step();
        say_plain();
        // Not a request, whatever it begins with.
        return made_.starts_with('.') || made_.starts_with('\'') ? "\\&" + made_ : made_;
    }

private:
    void step() {
        if (left_.starts_with("\\") && left_.size() > 1) {
            plain_ += left_[1];
            left_.remove_prefix(2);
        } else if (!span("`", "\\fB", false) && !span("**", "\\fB", true) && !link() &&
                   !emphasis()) {
            plain_ += left_.front();
            left_.remove_prefix(1);
        }
    }

    /// `mark`, something, `mark`.
    bool span(std::string_view mark, char const* font, bool may_nest) {
        if (!left_.starts_with(mark)) return false;
        const auto end = left_.find(mark, mark.size());
        if (end == std::string_view::npos || end == mark.size()) return false;
        const auto inside = left_.substr(mark.size(), end - mark.size());
        say_plain();
        made_ += font;
        if (may_nest) made_ += inline_text{inside}.roff();
        else say_code(inside);
        made_ += "\\fR";
        left_.remove_prefix(end + mark.size());
        return true;
    }
    /// A star that stands alone is one.
    bool emphasis() {
        return left_.starts_with('*') && left_.size() > 1 && left_[1] != ' ' && left_[1] != '*' &&
               span("*", "\\fI", true);
    }
    /// What it says; where it leads is of no use on paper, except to other places.
    bool link() {
        if (!left_.starts_with('[')) return false;
        const auto middle = left_.find("](");
        const auto end = middle == std::string_view::npos ? middle : left_.find(')', middle);
        if (end == std::string_view::npos) return false;
        const auto words = left_.substr(1, middle - 1);
        const auto target = left_.substr(middle + 2, end - middle - 2);
        say_plain();
        made_ += inline_text{words}.roff();
        if (target.starts_with("http") && target != words) made_ += " (" + roff_text(target) + ')';
        left_.remove_prefix(end + 1);
        return true;
    }
    /// A line may end behind a comma, or a slash.
    void say_code(std::string_view code) {
        for (std::size_t at = 0; at < code.size();) {
            const auto end = std::min(code.find_first_of(",/", at), code.size() - 1) + 1;
            say(code.substr(at, end - at));
            if (end < code.size()) made_ += "\\:";
            at = end;
        }
    }
    void say_plain() {
        say(plain_);
        plain_.clear();
    }
    /// Within a line nothing is a request.
    void say(std::string_view words) {
        const auto text = roff_text(words);
        made_ += !made_.empty() && text.starts_with("\\&") ? text.substr(2) : text;
    }

    std::string_view left_;
    std::string plain_, made_;
};

std::string inline_roff(std::string_view text) { return inline_text{text}.roff(); }

/// The cells of `| a | b |`; a `\|` is part of one.
std::vector<std::string> cells_of(std::string_view line) {
    std::vector<std::string> cells;
    std::string cell;
    line = trimmed(line);
    line.remove_prefix(1);
    bool in_code = false;
    for (std::size_t i = 0; i < line.size(); ++i) {
        if (line[i] == '\\' && i + 1 < line.size() && line[i + 1] == '|') {
            cell += line[++i];
            continue;
        }
        in_code ^= line[i] == '`';
        if (line[i] == '|' && !in_code) {
            cells.emplace_back(trimmed(cell));
            cell.clear();
        } else {
            cell += line[i];
        }
    }
    return cells;
}

class page {
public:
    std::string of(std::string_view markdown) {
        for (std::size_t at = 0; at < markdown.size();) {
            const auto end = std::min(markdown.find('\n', at), markdown.size());
            take(markdown.substr(at, end - at));
            at = end + 1;
        }
        end_block();
        return std::move(made_);
    }

private:
    enum class kind { none, text, item, code, table };

    void take(std::string_view line) {
        if (line.starts_with("```")) return fence();
        if (kind_ == kind::code) return code(line);
        if (trimmed(line).empty()) return end_block();
        if (line.starts_with('#')) return heading(line);
        if (line.starts_with('|')) return table(line);
        if (line.starts_with("- ")) {
            end_block();
            kind_ = kind::item;
            block_ = line.substr(2);
            return;
        }
        if (kind_ == kind::none || kind_ == kind::table) {
            end_block();
            kind_ = kind::text;
        }
        if (!block_.empty()) block_ += ' ';
        block_ += trimmed(line);
    }

    void fence() {
        const bool ends = kind_ == kind::code;
        end_block();
        if (ends) made_ += ".EE\n.RE\n";
        else made_ += ".PP\n.RS 4\n.EX\n";
        kind_ = ends ? kind::none : kind::code;
    }
    void code(std::string_view line) {
        const auto text = roff_text(line);
        made_ += text.empty() ? "\\&\n" : text + '\n';
    }
    void heading(std::string_view line) {
        end_block();
        const auto words = trimmed(line.substr(line.find_first_not_of('#')));
        // The first is the title, which stands under NAME.
        if (!line.starts_with("##")) return;
        std::string plain{words};
        std::erase(plain, '`');
        made_ += line.starts_with("###") ? ".SS " : ".SH ";
        made_ += roff_quoted(plain) + '\n';
    }

    void table(std::string_view line) {
        auto cells = cells_of(line);
        if (kind_ != kind::table) {
            end_block();
            kind_ = kind::table;
            head_ = std::move(cells);
            return;
        }
        if (line.find_first_not_of("|-: ") == std::string_view::npos) return;  // |---|---|
        made_ +=
            ".TP\n" + (cells.empty() || cells[0].empty() ? "\\&" : inline_roff(cells[0])) + '\n';
        std::string rest;
        for (std::size_t i = 1; i < cells.size(); ++i) {
            if (cells[i].empty()) continue;
            if (!rest.empty()) rest += "\n.br\n";
            // Of two columns it is clear what the second says.
            const bool named = cells.size() > 2 && i < head_.size() && !head_[i].empty();
            rest += named ? "\\fI" + roff_text(head_[i]) + ":\\fR " + inline_roff(cells[i])
                          : inline_roff(cells[i]);
        }
        made_ += (rest.empty() ? "\\&" : rest) + '\n';
    }

    void end_block() {
        if (kind_ == kind::text) made_ += ".PP\n" + inline_roff(block_) + '\n';
        if (kind_ == kind::item) made_ += ".IP \\(bu 2\n" + inline_roff(block_) + '\n';
        block_.clear();
        kind_ = kind::none;
    }

    kind kind_ = kind::none;
    std::string block_;
    std::vector<std::string> head_;
    std::string made_;
};

}  // namespace

std::span<const document> documents() { return all_documents; }

std::string roff_of(std::string_view markdown) { return page{}.of(markdown); }

std::string document_page(document const& one, std::string const& version) {
    auto text = roff_head(one.name, one.section, version, one.about);
    text += ".SH DESCRIPTION\n" + roff_of(one.markdown());
    text += ".SH SEE ALSO\n";
    for (auto const& other : all_documents)
        if (&other != &one) text += ".BR " + roff_text(other.name) + " (" + other.section + "),\n";
    return text + ".BR fairlead (1)\n";
}

}  // namespace fairlead::cli::help
