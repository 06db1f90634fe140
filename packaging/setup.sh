# shellcheck shell=bash
# Sourced by packaging/run, packaging/test and .ci/run: installs what is missing with apt, configures, builds.
# Everything that apt, CMake and ninja say goes to build/setup.log and is shown only if a step fails; one line per step goes
# to standard error, so standard output belongs to the program alone.
root=$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd)
log=$root/build/setup.log

step() { printf '%s\n' "$*" >&2; }

# logged WHAT COMMAND...: runs COMMAND into the log; if it fails shows the end of its output and leaves with its status.
logged() {
    local what=$1 from status
    shift
    step "$what"
    printf '\n== %s\n' "$what" >>"$log"
    from=$(wc -l <"$log")
    # nothing is read from standard input: it belongs to the program (`--prompts -`)
    "$@" >>"$log" 2>&1 </dev/null && return 0
    status=$?
    tail -n +"$((from + 1))" "$log" | tail -n 60 >&2
    step "That failed. Its whole output is in $log"
    exit "$status"
}

# The release's codename decides; derivatives of Ubuntu name the one they are made from.
codename() { (. /etc/os-release 2>/dev/null; printf %s "${UBUNTU_CODENAME:-${VERSION_CODENAME:-unknown}}"); }

# Debian 12's own g++ 12 miscompiles coroutines (cmake/coroutine_probe.cpp), hence clang there.
# libqt6opengl6-dev: Qt Charts' CMake files ask for it, and only Qt 6.8's qt6-base-dev contains it.
packages_for() {
    local common="cmake ninja-build pkg-config qt6-base-dev qt6-charts-dev qt6-svg-dev qtkeychain-qt6-dev libevent-dev libsqlite3-dev libnghttp2-dev libssl-dev libcurl4-openssl-dev nlohmann-json3-dev libyaml-cpp-dev zlib1g-dev libzstd-dev ca-certificates fonts-dejavu-core qt6-wayland"
    case $1 in
    bookworm) echo "$common clang-19 lld-19 libqt6opengl6-dev" ;;
    noble) echo "$common g++ libqt6opengl6-dev" ;;
    trixie | forky | sid | plucky | questing) echo "$common g++ qt6-svg-plugins" ;;
    *) return 1 ;;
    esac
}

# explain_and_leave WHY PACKAGES: where this script cannot install it changes nothing, and the person decides.
explain_and_leave() {
    step "$1"
    step "Interleave needs clang 15 or g++ 13 or later, CMake 3.25, ninja, pkg-config, libevent 2.1, nghttp2, OpenSSL 3, libcurl 7.88, nlohmann/json 3.11, yaml-cpp 0.7, zlib, libzstd, QtKeychain, and Qt 6.4.2 or later with"
    step "the modules Core Gui Network Concurrent Widgets Charts Svg Test and their headers. $2"
    step "When they are there, run this again as: INTERLEAVE_SKIP_INSTALL=1 $0"
    exit 3
}

missing_packages() {
    # one query for all: takes milliseconds, and apt is not started at all when nothing is missing
    comm -23 <(printf '%s\n' "$@" | sort -u) \
        <(dpkg-query -W -f '${db:Status-Status} ${Package}\n' "$@" 2>/dev/null | sed -n 's/^installed //p' | sort -u)
}

# install_missing [PACKAGE...]: what the build needs on this system, and these.
install_missing() {
    [ -n "${INTERLEAVE_SKIP_INSTALL:-}" ] && return
    local wanted missing as_root=()
    if ! command -v apt-get >/dev/null || ! wanted=$(packages_for "$(codename)"); then
        explain_and_leave "This installs by itself on Debian 12, Debian 13 and Ubuntu 24.04 only, and this system is none of them." \
            "Debian 13's packages are: $(packages_for trixie) $*"
    fi
    # shellcheck disable=SC2086 # a list of words
    mapfile -t missing < <(missing_packages $wanted "$@")
    [ ${#missing[@]} -eq 0 ] && return
    if [ "$(id -u)" -ne 0 ]; then
        command -v sudo >/dev/null || explain_and_leave "Packages are missing, and installing them needs root or sudo." \
            "As root: apt-get install --no-install-recommends ${missing[*]}"
        as_root=(sudo)
    fi
    local apt=("${as_root[@]}" env DEBIAN_FRONTEND=noninteractive apt-get -y -o DPkg::Lock::Timeout=300)
    # a broken third-party source must not stop what Debian's own sources have: the install step decides
    logged "Reading the package lists..." sh -c '"$@" || true' update "${apt[@]}" update
    logged "Installing ${missing[*]}..." "${apt[@]}" install --no-install-recommends "${missing[@]}"
}

# install_servers PROGRAM...: servers that some tests start themselves, each Debian's package of the same name. None is started by its
# package: that would take port 80 of a person's machine. Where one cannot be had its tests are skipped, so nothing here fails.
install_servers() {
    [ -n "${INTERLEAVE_SKIP_INSTALL:-}" ] && return
    local server wanted=() policy=/usr/sbin/policy-rc.d ours=
    for server in "$@"; do PATH=$PATH:/usr/sbin command -v "$server" >/dev/null || wanted+=("$server"); done
    [ ${#wanted[@]} -eq 0 ] && return
    if [ "$(id -u)" -eq 0 ] && [ ! -e $policy ]; then
        printf '#!/bin/sh\nexit 101\n' >$policy && chmod +x $policy && ours=yes
    fi
    # in a subshell, since a step that fails leaves
    (install_missing "${wanted[@]}") || step "Without ${wanted[*]}, the tests behind them will be skipped."
    [ -n "$ours" ] && rm -f $policy
    return 0
}

# build_preset PRESET [TARGET...]: configures only if needed; ninja itself sees what changed.
build_preset() {
    local preset=$1 folder=$root/build/$1 source_was built_in
    shift
    # A build folder knows its own path: after the checkout was moved or copied it is of no use. By which names the same folders are
    # reached (symbolic links) does not matter.
    if [ -f "$folder/CMakeCache.txt" ]; then
        source_was=$(sed -n 's/^CMAKE_HOME_DIRECTORY:INTERNAL=//p' "$folder/CMakeCache.txt")
        built_in=$(sed -n 's/^CMAKE_CACHEFILE_DIR:INTERNAL=//p' "$folder/CMakeCache.txt")
        [ "$source_was" -ef "$root" ] && [ "$built_in" -ef "$folder" ] || rm -rf "$folder"
    fi
    if [ ! -f "$folder/build.ninja" ] || [ "$root/CMakePresets.json" -nt "$folder/CMakeCache.txt" ]; then
        logged "Configuring ($preset)..." cmake --preset "$preset" --fresh
        touch "$folder/CMakeCache.txt"
    fi
    logged "Building ($preset; the first time takes some minutes, progress is in build/setup.log)..." \
        cmake --build "$folder" ${1+--target "$@"}
}

# The providers' official SDKs, which tests/sdk drives, as its lock file names them. Without npm or a network those tests are
# skipped, so nothing here fails.
fetch_sdks() {
    local folder=$root/build/sdk lock=$root/tests/sdk/package-lock.json
    cmp -s "$lock" "$folder/fetched.json" && return
    command -v npm >/dev/null || { step "There is no npm here, so the tests with the providers' SDKs will be skipped."; return; }
    step "Fetching the providers' SDKs for their tests..."
    rm -rf "$folder"
    mkdir -p "$folder"
    cp "$root/tests/sdk/package.json" "$lock" "$folder"
    if npm ci --prefix "$folder" --ignore-scripts --no-audit --no-fund --fetch-retries=1 --fetch-timeout=20000 >>"$log" 2>&1 </dev/null; then
        cp "$lock" "$folder/fetched.json" # last: a fetch that was broken off is begun anew
    else
        rm -rf "$folder"
        step "That failed, so their tests will be skipped; build/setup.log says why."
    fi
}

# Two of these at once (two terminals) wait for each other instead of writing one build folder together.
begin_setup() {
    mkdir -p "$root/build"
    exec 9>"$root/build/.setup.lock"
    flock -n 9 || { step "Waiting for another set-up of this checkout to finish..."; flock 9; }
    : >"$log"
    cd "$root" || exit
}
end_setup() { exec 9>&-; }
