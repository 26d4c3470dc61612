// SPDX-License-Identifier: MIT
//
// document_page — a page of docs/ as a page for man(1): there is one source for both.
#pragma once

#include <span>
#include <string>
#include <string_view>

namespace fairlead::cli::help {

struct document {
    std::string_view name;  ///< "fairlead-protocol"
    char section;           ///< 1: programs, 5: files, 7: all else.
    std::string_view about;
    std::string_view (*markdown)();
};

/// Options in wails.json, the protocol, and so on.
std::span<const document> documents();

/// roff. What docs/ uses of Markdown: headings, paragraphs, lists, tables, code, emphasis, links.
std::string document_page(document const& one, std::string const& version);

/// The same of any text.
std::string roff_of(std::string_view markdown);

}  // namespace fairlead::cli::help
