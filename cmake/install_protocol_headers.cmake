# SPDX-License-Identifier: MIT
#
# install_protocol_headers — of protocol's headers those that the SDK's include, and what they include.
# Found when they are installed: a list would be one include behind.  FROM: the source tree; TO: below
# the prefix.
cmake_policy(VERSION 3.25)   # Install scripts have none of their own.
file(GLOB_RECURSE unread ${FROM}/client-sdk/include/fairlead/*.hpp)
set(needed "")
while(unread)
    list(POP_FRONT unread header)
    file(STRINGS ${header} lines REGEX "^#include <fairlead/.*>")
    foreach(line IN LISTS lines)
        string(REGEX REPLACE "^#include <(.*)>.*" "\\1" name "${line}")
        set(file ${FROM}/protocol/include/${name})
        if(EXISTS ${file} AND NOT name IN_LIST needed)
            list(APPEND needed ${name})
            list(APPEND unread ${file})
        endif()
    endforeach()
endwhile()
foreach(name IN LISTS needed)
    cmake_path(GET name PARENT_PATH room)
    file(INSTALL ${FROM}/protocol/include/${name} DESTINATION ${CMAKE_INSTALL_PREFIX}/${TO}/${room})
endforeach()
