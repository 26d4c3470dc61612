#!/usr/bin/env bash
# SPDX-License-Identifier: MIT
#
# bench_packages — brings what the peers of the benchmarks need, and the machine lacks.
#
#   bench_packages.sh [--missing] quick | full
#
# --missing only names it. Libraries are installed. Servers are not: the package of nats-server would
# start one, and that of dbus-broker would make it the machine's own message bus; only their programs
# are unpacked, to build/bench/programs, where the runner looks.
set -euo pipefail
cd "$(dirname "$(readlink -f -- "${BASH_SOURCE[0]}")")/../.."

# None of these may bring libboost1.74-dev: it would throw out libboost1.81-dev.
declare -A libraries=(
    [quick]="libbenchmark-dev nlohmann-json3-dev libzmq3-dev libsystemd-dev
             iceoryx libiceoryx-posh-dev libiceoryx-hoofs-dev
             libapparmor1 libaudit1 libcap-ng0 libexpat1"   # The last line is for dbus-broker.
    [full]="libnng-dev dbus-daemon libgrpc++-dev libprotobuf-dev protobuf-compiler
            protobuf-compiler-grpc libcapnp-dev capnproto"
)
programs="nats-server dbus-broker"
unpacked=$PWD/build/bench/programs

only_name=false
if [[ ${1:-} == --missing ]]; then
    only_name=true
    shift
fi
case ${1:-} in
    quick) wanted=${libraries[quick]} ;;
    full) wanted="${libraries[quick]} ${libraries[full]}" ;;
    *)
        echo "usage: bench_packages.sh [--missing] quick | full" >&2
        exit 2
        ;;
esac

to_install=()
for each in $wanted; do
    [[ $(dpkg-query -W -f '${db:Status-Status}' "$each" 2>/dev/null) == installed ]] ||
        to_install+=("$each")
done
to_unpack=()
for each in $programs; do
    PATH=$unpacked/usr/bin:$unpacked/usr/sbin:$PATH:/usr/sbin command -v "$each" >/dev/null ||
        to_unpack+=("$each")
done

((${#to_install[@]} + ${#to_unpack[@]} > 0)) || exit 0
if $only_name; then
    printf '%s\n' "${to_install[@]}" "${to_unpack[@]}"
    exit 0
fi
if ! command -v apt-get >/dev/null; then
    echo "bench_packages: this is no Debian; please install what corresponds to:" \
        "${to_install[*]} ${to_unpack[*]}" >&2
    exit 1
fi
as_root=()
if ((EUID != 0)); then
    if ! command -v sudo >/dev/null; then
        echo "bench_packages: not root and no sudo; as root, please:" \
            "apt-get install ${to_install[*]}" >&2
        exit 1
    fi
    as_root=(sudo)
fi

apt=("${as_root[@]}" env DEBIAN_FRONTEND=noninteractive
     apt-get -y -o DPkg::Lock::Timeout=300 -o Dpkg::Use-Pty=0)
"${apt[@]}" update
if ((${#to_install[@]} > 0)); then
    "${apt[@]}" install --no-install-recommends "${to_install[@]}"
fi
if ((${#to_unpack[@]} > 0)); then
    mkdir -p "$unpacked"
    cd "$unpacked"
    apt-get download "${to_unpack[@]}"
    for each in "${to_unpack[@]}"; do
        dpkg-deb -x "$each"_*.deb .
        rm -- "$each"_*.deb
    done
fi
