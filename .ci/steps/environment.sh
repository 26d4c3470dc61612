# shellcheck shell=bash disable=SC2034 # Used by those who source it.
# SPDX-License-Identifier: MIT
#
# environment — what every step starts from; sourced, not run. The caller is in the root already.

jobs=${FAIRLEAD_JOBS:-$(nproc)}

# ccache wants a folder that it may write to: with no HOME (some CI), or one that is read-only, it would
# refuse each compilation.
if [[ -z ${CCACHE_DIR:-} ]]; then
    cache=${XDG_CACHE_HOME:-${HOME:-/nonexistent}/.cache}/ccache
    if ! mkdir -p "$cache" 2>/dev/null || [[ ! -w $cache ]]; then
        export CCACHE_DIR=$PWD/build/ccache
    fi
    unset cache
fi

# "${bound[@]}" COMMAND…: it does not outlive us, however we end, and Ctrl-C reaches it although it may
# run in the background of this shell. (A function would put a shell in between.)
bound=(setpriv --pdeathsig TERM env "--default-signal=INT,QUIT")
