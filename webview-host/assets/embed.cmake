# SPDX-License-Identifier: MIT
#
# embed — writes a C++ source that holds files as byte arrays behind functions.
#
#   cmake -D OUTPUT=scripts.cpp
#         -D HEADER=webview-host/assets/scripts.hpp -D NAMESPACE=fairlead::host
#         -D FUNCTIONS=ipc_script,runtime_script -D FILES=…/ipc.js,…/runtime.js -P embed.cmake
#
# Bytes and not a string literal: the text needs no escaping, whatever it says.

string(REPLACE "," ";" FUNCTIONS "${FUNCTIONS}")
string(REPLACE "," ";" FILES "${FILES}")

set(source "// Made by embed.cmake. Do not edit: the text is in webview-host/runtime.\n")
string(APPEND source "#include \"${HEADER}\"\n\nnamespace ${NAMESPACE} {\n")
foreach(function file IN ZIP_LISTS FUNCTIONS FILES)
    file(READ ${file} bytes HEX)
    string(REGEX REPLACE "(................................)" "\\1\n    " bytes "${bytes}")
    string(REGEX REPLACE "([0-9a-f][0-9a-f])" "'\\\\x\\1'," bytes "${bytes}")
    string(APPEND source "\nstd::string_view ${function}() {\n"
        "    static constexpr char text[] = {\n    ${bytes}};\n"
        "    return {text, sizeof text};\n}\n")
endforeach()
string(APPEND source "\n}  // namespace ${NAMESPACE}\n")
file(WRITE ${OUTPUT} "${source}")
