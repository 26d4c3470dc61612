# SPDX-License-Identifier: MIT
#
# package — lets another project's find_package(fairlead CONFIG) find the SDK in this build tree:
# cmake -Dfairlead_DIR=<here>/build/release, then link fairlead::client.

set_target_properties(fairlead_protocol PROPERTIES EXPORT_NAME protocol)
set_target_properties(fairlead_client PROPERTIES EXPORT_NAME client)
set_target_properties(fairlead_asio PROPERTIES EXPORT_NAME asio)
set_target_properties(fairlead_c PROPERTIES EXPORT_NAME c)
set_target_properties(fairlead_warnings PROPERTIES EXPORT_NAME warnings)
export(TARGETS fairlead_client fairlead_c fairlead_protocol fairlead_asio fairlead_warnings
    NAMESPACE fairlead:: FILE ${CMAKE_BINARY_DIR}/fairlead-targets.cmake)

include(CMakePackageConfigHelpers)
configure_file(${CMAKE_CURRENT_LIST_DIR}/fairlead-config.cmake.in
    ${CMAKE_BINARY_DIR}/fairlead-config.cmake @ONLY)
configure_file(${CMAKE_CURRENT_LIST_DIR}/fairlead-quick-builds.cmake
    ${CMAKE_BINARY_DIR}/fairlead-quick-builds.cmake COPYONLY)
write_basic_package_version_file(${CMAKE_BINARY_DIR}/fairlead-config-version.cmake
    COMPATIBILITY SameMajorVersion)
