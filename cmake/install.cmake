# SPDX-License-Identifier: MIT
#
# install — cmake --install build/release --prefix P: programs, the SDK, and how CMake and pkg-config
# find it. The tree below P may be moved: nothing in it says where it is.
#
#   P/bin                     fairlead, and the two programs that it looks for beside itself
#   P/lib/fairlead/page       the in-page half, alone, as WebKit loads all that is in a folder; the
#                             host looks for it from its own place, whatever LIBDIR is called
#   P/include, P/lib          the SDK; of protocol's headers those that the SDK's own include;
#                             libfairlead.so for all but C++
#   P/share/fairlead/python   the package for plugins in Python
#   P/share/man, and completions where bash, zsh and fish look for them: what the program says

include(GNUInstallDirs)

install(TARGETS fairlead fairlead-broker fairlead-guardian fairlead-webview RUNTIME COMPONENT programs)
if(TARGET fairlead-page)
    install(TARGETS fairlead-page LIBRARY DESTINATION lib/fairlead/page COMPONENT programs)
endif()

install(TARGETS fairlead_client fairlead_protocol fairlead_asio EXPORT fairlead-targets
    ARCHIVE COMPONENT sdk
    INCLUDES DESTINATION ${CMAKE_INSTALL_INCLUDEDIR})
install(TARGETS fairlead_c EXPORT fairlead-targets
    LIBRARY COMPONENT programs NAMELINK_COMPONENT sdk
    INCLUDES DESTINATION ${CMAKE_INSTALL_INCLUDEDIR})
if(CMAKE_INTERPROCEDURAL_OPTIMIZATION AND CMAKE_CXX_COMPILER_ID STREQUAL "GNU")
    # GCC's intermediate code is for the very same compiler; the library carries plain code, too.
    foreach(library fairlead_client fairlead_protocol fairlead_asio)
        target_compile_options(${library} PRIVATE -ffat-lto-objects)
    endforeach()
endif()

install(DIRECTORY client-sdk/include/ TYPE INCLUDE COMPONENT sdk)
install(CODE "set(FROM ${PROJECT_SOURCE_DIR})\nset(TO ${CMAKE_INSTALL_INCLUDEDIR})" COMPONENT sdk)
install(SCRIPT cmake/install_protocol_headers.cmake COMPONENT sdk)

# For PYTHONPATH, or to be copied into an app: it finds libfairlead.so beside itself or the broker.
install(DIRECTORY client-sdk/python/fairlead DESTINATION ${CMAKE_INSTALL_DATADIR}/fairlead/python
    COMPONENT programs FILES_MATCHING PATTERN *.py PATTERN __pycache__ EXCLUDE)

set(FAIRLEAD_CMAKE_DIR ${CMAKE_INSTALL_LIBDIR}/cmake/fairlead)
install(EXPORT fairlead-targets NAMESPACE fairlead:: DESTINATION ${FAIRLEAD_CMAKE_DIR} COMPONENT sdk)
install(FILES ${CMAKE_BINARY_DIR}/fairlead-config.cmake ${CMAKE_BINARY_DIR}/fairlead-config-version.cmake
    cmake/fairlead-quick-builds.cmake
    DESTINATION ${FAIRLEAD_CMAKE_DIR} COMPONENT sdk)

set(pkgconfig_dir ${CMAKE_INSTALL_LIBDIR}/pkgconfig)
file(RELATIVE_PATH FAIRLEAD_PC_TO_PREFIX /${pkgconfig_dir} /)
string(REGEX REPLACE "/$" "" FAIRLEAD_PC_TO_PREFIX ${FAIRLEAD_PC_TO_PREFIX})
foreach(package fairlead fairlead-c)
    configure_file(cmake/${package}.pc.in ${CMAKE_BINARY_DIR}/${package}.pc @ONLY)
    install(FILES ${CMAKE_BINARY_DIR}/${package}.pc DESTINATION ${pkgconfig_dir} COMPONENT sdk)
endforeach()

install(CODE "set(PROGRAM $<TARGET_FILE:fairlead>)\nset(SHARE ${CMAKE_INSTALL_DATADIR})" COMPONENT programs)
install(SCRIPT cmake/install_help.cmake COMPONENT programs)

install(FILES README.md CHANGELOG.md LICENSE DESTINATION ${CMAKE_INSTALL_DOCDIR} COMPONENT programs)
install(DIRECTORY docs/ DESTINATION ${CMAKE_INSTALL_DOCDIR}/docs COMPONENT programs)
