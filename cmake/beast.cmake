# SPDX-License-Identifier: MIT
#
# beast — Boost.Beast's function bodies, compiled once. Whoever includes Beast links fairlead::beast.

add_library(fairlead_beast STATIC EXCLUDE_FROM_ALL ${CMAKE_CURRENT_LIST_DIR}/beast.cpp)
add_library(fairlead::beast ALIAS fairlead_beast)
target_compile_definitions(fairlead_beast PUBLIC BOOST_BEAST_SEPARATE_COMPILATION)
target_link_libraries(fairlead_beast PUBLIC fairlead::asio)
