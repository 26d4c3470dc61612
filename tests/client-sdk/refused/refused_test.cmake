# SPDX-License-Identifier: MIT
#
# Compiles types.cpp twice: as it is, when each sentence below must be among the errors, and with
# FAIRLEAD_ALLOWED, when there must be none.
#   cmake -DCOMPILER=… -DFLAGS=… -DSOURCE=… -P refused_test.cmake
separate_arguments(FLAGS)
execute_process(COMMAND ${COMPILER} ${FLAGS} -fsyntax-only -DFAIRLEAD_ALLOWED ${SOURCE}
    RESULT_VARIABLE status ERROR_VARIABLE said)
if(NOT status EQUAL 0)
    message(FATAL_ERROR "What is allowed was refused:\n${said}")
endif()

set(ENV{LC_ALL} C)
execute_process(COMMAND ${COMPILER} ${FLAGS} -fsyntax-only ${SOURCE}
    RESULT_VARIABLE status ERROR_VARIABLE said)
if(status EQUAL 0)
    message(FATAL_ERROR "It was compiled.")
endif()
# Of each pair, the compiler says the first on the way to the second.
set(expected
    "member_codec<refused::Guest, &refused::Guest::hat>"
    "this member has a type without JSON: describe that with BOOST_DESCRIBE_STRUCT"
    "T = refused::Undescribed"
    "this type has no JSON: describe it with BOOST_DESCRIBE_STRUCT"
    "codec<refused::Unnamed>"
    "name them all in BOOST_DESCRIBE_ENUM"
    "alternatives<refused::Metre, refused::Yard>"
    "JSON cannot tell these two alternatives of a variant apart"
    "alternatives<int, double>"
    "JSON cannot tell these two alternatives of a variant apart"
    "T = std::basic_string_view"
    "take std::string, std::vector or another one that owns"
    "codec<std::map<refused::Metre, int>"
    "the keys of a JSON object are texts"
    "std::optional<std::optional<int>"
    "JSON has one null: which of the two would it be")
while(expected)
    list(POP_FRONT expected where why)
    if(NOT said MATCHES "${where}[^\n]*(\n[^\n]*)*${why}")
        message(FATAL_ERROR "Not said: ${where} … ${why}\n${said}")
    endif()
endwhile()
