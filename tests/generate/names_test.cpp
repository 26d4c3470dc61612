// SPDX-License-Identifier: MIT
//
// names, doc comments — what C++ may say and JavaScript may not.
#include "cli/generate/files.hpp"
#include "cli/generate/names.hpp"

#include "tests/support/catch.hpp"

using namespace fairlead::cli::generate;

TEST_CASE("a name that is none becomes one", "[generate]") {
    CHECK(as_identifier("Greet") == "Greet");
    CHECK(as_identifier("do-it now") == "do_it_now");
    CHECK(as_identifier("2nd") == "_2nd");
    CHECK(as_identifier("") == "_");
    CHECK(property_name("a1") == "a1");
    CHECK(property_name("a-b") == R"("a-b")");
    CHECK(property_name("say \"it\"") == R"("say \"it\"")");
}

TEST_CASE("names of one scope differ from each other and from what is spoken for", "[generate]") {
    scope names{{"window"}};
    CHECK(names.take("a") == "a");
    CHECK(names.take("a") == "a_");
    CHECK(names.take("a_") == "a__");
    CHECK(names.take("delete") == "delete_");
    CHECK(names.take("window") == "window_");
    CHECK(names.take("type") == "type");
}

TEST_CASE("a comment holds any text", "[generate]") {
    CHECK(doc_comment("", "  ").empty());
    CHECK(doc_comment("\n \n", "").empty());
    CHECK(doc_comment("One line.\n", "  ") == "  /** One line. */\n");
    CHECK(doc_comment("Two\n\nlines", "") == "/**\n * Two\n *\n * lines\n */\n");
    CHECK(doc_comment("*/ ends, */ again", "") == "/** *\\/ ends, *\\/ again */\n");
}
