# SPDX-License-Identifier: MIT
#
# fairlead-quick-builds — what `fairlead dev` asks for (FAIRLEAD_QUICK_BUILDS): plugins that are built
# again and again. Their binaries are the same.
#
#   mold     links, where it is found
#   .gch     <fairlead/plugin.hpp> as GCC has read it before: two thirds of a small plugin's compilation.
#            GCC takes it for a file's first #include if all flags are the same, and otherwise reads the
#            header as ever; nothing is included by force. Built once, 6 s and 125 MB; other compilers
#            never see it.
find_program(FAIRLEAD_MOLD_PROGRAM mold)
mark_as_advanced(FAIRLEAD_MOLD_PROGRAM)
if(FAIRLEAD_MOLD_PROGRAM AND (CMAKE_CXX_COMPILER_ID STREQUAL "Clang"
        OR (CMAKE_CXX_COMPILER_ID STREQUAL "GNU" AND CMAKE_CXX_COMPILER_VERSION VERSION_GREATER_EQUAL 12.1)))
    set_property(TARGET fairlead::client APPEND PROPERTY INTERFACE_LINK_OPTIONS -fuse-ld=mold)
endif()

get_property(fairlead_multi_config GLOBAL PROPERTY GENERATOR_IS_MULTI_CONFIG)
if(CMAKE_CXX_COMPILER_ID STREQUAL "GNU" AND NOT fairlead_multi_config)
    set(fairlead_folder ${CMAKE_BINARY_DIR}/fairlead-precompiled)
    set(fairlead_gch ${fairlead_folder}/fairlead/plugin.hpp.gch)
    set(fairlead_source ${fairlead_folder}/source.hpp)
    file(MAKE_DIRECTORY ${fairlead_folder}/fairlead)
    file(CONFIGURE OUTPUT ${fairlead_source} CONTENT "#include <fairlead/plugin.hpp>\n" @ONLY)

    # As CMake will compile a plugin. What it does otherwise costs the time, and nothing else.
    string(TOUPPER "${CMAKE_BUILD_TYPE}" fairlead_config)
    separate_arguments(fairlead_flags UNIX_COMMAND
        "${CMAKE_CXX_FLAGS} ${CMAKE_CXX_FLAGS_${fairlead_config}}")
    set(fairlead_standard ${CMAKE_CXX_STANDARD})
    if(NOT fairlead_standard)
        set(fairlead_standard 20)
    endif()
    set(fairlead_dialect CXX${fairlead_standard}_EXTENSION_COMPILE_OPTION)
    if(DEFINED CMAKE_CXX_EXTENSIONS AND NOT CMAKE_CXX_EXTENSIONS)
        set(fairlead_dialect CXX${fairlead_standard}_STANDARD_COMPILE_OPTION)
    endif()
    set(fairlead_defines "$<TARGET_PROPERTY:fairlead::client,INTERFACE_COMPILE_DEFINITIONS>")
    set(fairlead_includes   # GCC's own must keep their place, behind C++'s; CMake leaves them out, too.
        "$<FILTER:$<TARGET_PROPERTY:fairlead::client,INTERFACE_INCLUDE_DIRECTORIES>,EXCLUDE,^/usr/include$>")
    add_custom_command(OUTPUT ${fairlead_gch} DEPFILE ${fairlead_gch}.d VERBATIM COMMAND_EXPAND_LISTS
        COMMAND ${CMAKE_CXX_COMPILER} "-D$<JOIN:${fairlead_defines},;-D>"
            "-isystem$<JOIN:${fairlead_includes},;-isystem>" ${fairlead_flags}
            ${CMAKE_${fairlead_dialect}} -MD -MT ${fairlead_gch} -MF ${fairlead_gch}.d
            -x c++-header -o ${fairlead_gch} -c ${fairlead_source}
        COMMENT "Reading the SDK's headers once")
    add_custom_target(fairlead_precompiled DEPENDS ${fairlead_gch})
    add_dependencies(fairlead::client fairlead_precompiled)
    # Who uses it depends on the headers in it, as before.
    set_property(TARGET fairlead::client APPEND PROPERTY
        INTERFACE_COMPILE_OPTIONS $<$<COMPILE_LANGUAGE:CXX>:-fpch-deps>)
    # Before the folder of the header itself. The list above is of the generation's time: it has it, too.
    get_target_property(fairlead_own fairlead::client INTERFACE_INCLUDE_DIRECTORIES)
    set_property(TARGET fairlead::client PROPERTY
        INTERFACE_INCLUDE_DIRECTORIES ${fairlead_folder} ${fairlead_own})
endif()
