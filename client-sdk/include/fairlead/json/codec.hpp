// SPDX-License-Identifier: MIT
//
// codec — C++ types to and from JSON, all of them. docs/SDK.md has the table.
//
// A type of your own: describe it (BOOST_DESCRIBE_STRUCT, BOOST_DESCRIBE_ENUM), say as what it
// travels (json::converter, in base.hpp), or specialise json::codec.
#pragma once

#include <fairlead/json/bytes_codec.hpp>
#include <fairlead/json/codec/arrays.hpp>
#include <fairlead/json/codec/converters.hpp>
#include <fairlead/json/codec/enums.hpp>
#include <fairlead/json/codec/maps.hpp>
#include <fairlead/json/codec/maybe.hpp>
#include <fairlead/json/codec/numbers.hpp>
#include <fairlead/json/codec/structs.hpp>
#include <fairlead/json/codec/text.hpp>
#include <fairlead/json/codec/variants.hpp>
#include <fairlead/json/time_codec.hpp>
