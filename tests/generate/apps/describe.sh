#!/bin/sh
# SPDX-License-Identifier: MIT
#
# describe — a plugin that does nothing but describe itself: describe.sh MANIFEST --describe
[ "$2" = --describe ] || exit 2
echo "a plugin may say more than it is asked"
tr -d '\n' <"$1" | sed 's/{ *"manifest"/{"manifest"/'
