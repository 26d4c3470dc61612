# SPDX-License-Identifier: MIT
#
# embed — writes a C++ source that holds files as byte arrays behind functions.
#
#   cmake -D OUTPUT=scripts.cpp
#         -D HEADER=webview-host/assets/scripts.hpp -D NAMESPACE=fairlead::host
#         -D FUNCTIONS=ipc_script,runtime_script -D FILES=…/ipc.js,…/runtime.js -P embed.cmake
#
# Bytes and not a string literal: the text needs no escaping, whatever it says.
#
# FILES: `a.js+b.js` is one script made of both, in a strict function of its own, so that the names
# in them are nobody else's.

string(REPLACE "," ";" FUNCTIONS "${FUNCTIONS}")
string(REPLACE "," ";" FILES "${FILES}")

set(source "// Made by embed.cmake. Do not edit: the text is in webview-host/runtime.\n")
string(APPEND source "#include \"${HEADER}\"\n\nnamespace ${NAMESPACE} {\n")
foreach(function file IN ZIP_LISTS FUNCTIONS FILES)
    if(file MATCHES "\\+")
        string(REPLACE "+" ";" parts "${file}")
        string(HEX "(function () {\n'use strict';\n\n" bytes)
        foreach(part IN LISTS parts)
            file(READ ${part} part_bytes HEX)
            string(APPEND bytes "${part_bytes}0a")
        endforeach()
        string(HEX "})();\n" part_bytes)
        string(APPEND bytes "${part_bytes}")
    else()
        file(READ ${file} bytes HEX)
    endif()
    string(REGEX REPLACE "(................................)" "\\1\n    " bytes "${bytes}")
    string(REGEX REPLACE "([0-9a-f][0-9a-f])" "'\\\\x\\1'," bytes "${bytes}")
    string(APPEND source "\nstd::string_view ${function}() {\n"
        "    static constexpr char text[] = {\n    ${bytes}};\n"
        "    return {text, sizeof text};\n}\n")
endforeach()
string(APPEND source "\n}  // namespace ${NAMESPACE}\n")
file(WRITE ${OUTPUT} "${source}")
