# SPDX-License-Identifier: MIT
#
# boost_json — Boost.JSON without its compiled library: its bodies in one translation unit of ours.
# Whoever includes <boost/json.hpp> links fairlead::boost_json.

add_library(fairlead_boost_json STATIC EXCLUDE_FROM_ALL ${CMAKE_CURRENT_LIST_DIR}/boost_json.cpp)
add_library(fairlead::boost_json ALIAS fairlead_boost_json)
target_compile_definitions(fairlead_boost_json PUBLIC BOOST_JSON_NO_LIB BOOST_CONTAINER_NO_LIB)
target_link_libraries(fairlead_boost_json PUBLIC Boost::headers)
