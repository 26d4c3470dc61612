# SPDX-License-Identifier: MIT
#
# asio — Boost.Asio's function bodies, compiled once (7 s) and not in each file that includes it.
# Whoever includes Asio links fairlead::asio (fairlead::protocol passes it on).

add_library(fairlead_asio STATIC EXCLUDE_FROM_ALL ${CMAKE_CURRENT_LIST_DIR}/asio.cpp)
add_library(fairlead::asio ALIAS fairlead_asio)
target_compile_definitions(fairlead_asio PUBLIC BOOST_ASIO_SEPARATE_COMPILATION BOOST_ASIO_NO_DEPRECATED)
target_link_libraries(fairlead_asio PUBLIC Boost::headers Threads::Threads)
set_target_properties(fairlead_asio PROPERTIES POSITION_INDEPENDENT_CODE ON)
