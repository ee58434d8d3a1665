# Sourced by the launchers: what a fresh machine needs before anything of VggSweep runs.
# Everything it makes stands in artifacts/ or in the user's cache; nothing needs root.

# Never fails: a closed standard error is no reason to end.
say() { printf '%s\n' "$*" >&2 || :; }

# A service or a container may start us without HOME, where packages and data are cached.
if [ -z "${HOME:-}" ]; then
  HOME=$(getent passwd "$(id -u)" 2>/dev/null | cut -d: -f6)
  if [ -z "$HOME" ] || [ ! -d "$HOME" ]; then
    say "HOME is not set and user $(id -u) has no home folder;" \
      "set HOME to a folder for packages and data (.nuget, .cache), and run this again."
    exit 69
  fi
  export HOME
fi

need_sdk() {
  if ! command -v dotnet >/dev/null 2>&1; then
    say "VggSweep needs the .NET 10 SDK, and there is no 'dotnet' on the PATH. Install it and run this again."
    exit 69
  fi
  if ! (cd "$root" && dotnet --version >/dev/null 2>&1); then
    say "VggSweep needs the .NET 10 SDK; here are only: $(dotnet --list-sdks | cut -d' ' -f1 | tr '\n' ' '). Install it and run this again."
    exit 69
  fi
}

# MSBuild takes every environment variable for a property: VERSION=latest is no version. Only what a build needs gets through.
clean_dotnet() {
  local name kept=()
  while IFS= read -r name; do
    case "$name" in
      PATH | HOME | USER | LOGNAME | SHELL | TERM | TMPDIR | LANG | LC_* | TZ | CI | TorchBackend) ;;
      [hH][tT][tT][pP]_[pP][rR][oO][xX][yY] | [hH][tT][tT][pP][sS]_[pP][rR][oO][xX][yY]) ;;
      [aA][lL][lL]_[pP][rR][oO][xX][yY] | [nN][oO]_[pP][rR][oO][xX][yY]) ;;
      DOTNET_* | NUGET_* | NuGetPackageSourceCredentials_* | VSS_NUGET_* | MSBUILD* | XDG_* | SSL_CERT_* | KRB5*) ;;
      *) continue ;;
    esac
    kept+=("$name=${!name}")
  done < <(compgen -e)
  env -i "${kept[@]}" DOTNET_CLI_UI_LANGUAGE=en dotnet "$@"
}

# Whether a source is newer than a stamp. Only in the folders of sources: homes and results may lie beside them.
is_stale() {
  [ ! -e "$1" ] || [ -n "$(cd "$root" &&
    find ./*.props ./*.sln ./global.json AppHost ServiceDefaults bench build dashboards src tests -type f \
    \( -name '*.cs' -o -name '*.csproj' -o -name '*.props' -o -name '*.targets' -o -name '*.sln' -o -name '*.json' -o -name '*.html' \
    -o -name '*.css' -o -name '*.js' \) \
    -newer "$1" -print -quit 2>/dev/null)" ]
}

# Builds a project or solution once for each state of the sources: build_once NAME TARGET.
# Two launchers at the same time wait for each other. One that finds all built needs no right to write.
build_once() {
  local stamp="$root/artifacts/.built-$1" log="$root/artifacts/build-$1.log"
  if ! is_stale "$stamp"; then
    return
  fi
  if ! { mkdir -p "$root/artifacts" && : >>"$root/artifacts/.building"; } 2>/dev/null; then
    say "VggSweep is not built from its present sources, and $(id -un) may not write to $root/artifacts:" \
      "let its owner run this once, or use a copy of your own."
    exit 70
  fi
  exec 9>"$root/artifacts/.building"
  flock 9
  if is_stale "$stamp"; then
    build "$stamp" "$log" "$root/$2"
  fi
  exec 9>&-
}

# The stamp is as old as the start: a file that changes during the build makes the next call build again.
build() {
  local stamp=$1 log=$2 interrupted=
  say "Building VggSweep (about a minute the first time; the log is $log) ..."
  touch "$stamp.new"
  trap interrupted=1 INT TERM HUP
  # Without the lock's descriptor: compiler servers outlive the build.
  if ! clean_dotnet build "$3" -c Release -nologo -v quiet -clp:Summary 9>&- >"$log" 2>&1 ||
    [ "$interrupted" ] || ! grep -q '^Build succeeded' "$log"; then
    rm -f "$stamp.new"
    if [ "$interrupted" ]; then
      say "The build was interrupted; the next call begins it again."
      exit 130
    fi
    tell_failure "$log"
  fi
  trap - INT TERM HUP
  mv "$stamp.new" "$stamp"
}

tell_failure() {
  if grep -q 'error NU1301' "$1"; then
    say "VggSweep's packages cannot be fetched:" \
      "$(sed -nE 's/.*error NU1301: *(.*[^.])\.? \[.*/\1/p' "$1" | awk '!seen[$0]++' | head -n 2 | paste -sd '|' | sed 's/|/: /')." \
      "Connect to the network, or name a proxy (HTTPS_PROXY) or another source (NuGet.config), and run this again."
    exit 68
  fi
  grep -E 'error|warning' "$1" | sort -u | head -20 >&2 || tail -n 5 "$1" >&2
  say "The build failed; $1 has all of it."
  exit 70
}

# Unpacks packages of Debian's into a folder, none of them installed: unpack_debs FOLDER WORK PACKAGE...
# A word that starts with '+' names a package whose libraries are wanted too, as far as the system lacks them.
# WORK is an empty folder for what comes between. Without apt or network it fails; $WORK/log says why.
unpack_debs() {
  local folder=$1 work=$2
  shift 2
  if ! command -v apt-get >/dev/null 2>&1 || ! command -v dpkg-deb >/dev/null 2>&1; then
    echo "there is no apt here" >"$work/log"
    return 1
  fi
  (
    mkdir -p "$work/lists/partial" "$work/cache/archives/partial" "$work/debs" && cd "$work/debs" || exit
    options="-o Dir::State::lists=$work/lists -o Dir::Cache=$work/cache -o Debug::NoLocking=true -o APT::Sandbox::User=$(id -un)"
    apt-get $options update -qq || exit
    wanted=""
    for package in "$@"; do
      case "$package" in
        +*) wanted="$wanted ${package#+} $(missing_libraries "${package#+}")" ;;
        *) wanted="$wanted $package" ;;
      esac
    done
    apt-get $options download -qq $(printf '%s\n' $wanted | sort -u) || exit
    for deb in ./*.deb; do dpkg-deb -x "$deb" "$folder" || exit; done
  ) >"$work/log" 2>&1
}

# The libraries that installing a package would bring: for unpack_debs alone. Not LLVM, which only makes long queries fast.
missing_libraries() {
  apt-get $options install --simulate --no-install-recommends "$1" | sed -nE 's/^Inst (lib[^ ]*).*/\1/p' |
    grep -vE -- '-perl$|^libllvm|^libz3' || true
}

# Puts a folder that is made beside it in the place of a cache's entry; where another was faster, that one stays.
keep() {
  mkdir -p "$(dirname "$2")"
  mv "$1" "$2.$$"
  mv -T "$2.$$" "$2" 2>/dev/null || rm -rf "$2.$$"
}

# Gets Fashion-MNIST from Debian's package into the user's cache, where neither is there yet.
# Without apt or network it does nothing: the program downloads the files itself, or says what is missing.
fetch_data() {
  local cache="${XDG_CACHE_HOME:-$HOME/.cache}/vggsweep/fashion-mnist"
  if [ -e /usr/share/datasets/fashion-mnist/train-images-idx3-ubyte.gz ] || [ -e "$cache/train-images-idx3-ubyte.gz" ] \
    || ! command -v apt-get >/dev/null 2>&1; then
    return
  fi
  say "Fetching Fashion-MNIST (31 MB, Debian's package dataset-fashion-mnist) ..."
  local work
  work=$(mktemp -d)
  if unpack_debs "$work/x" "$work" dataset-fashion-mnist; then
    keep "$work/x/usr/share/datasets/fashion-mnist" "$cache"
  else
    say "Debian's package could not be had ($(tail -n 1 "$work/log")); trying the project's own address."
  fi
  rm -rf "$work"
}

# Unpacks Debian packages into the user's cache, once: fetch_debs NAME WHAT PACKAGE... Fails where they cannot be had.
fetch_debs() {
  local cache="${XDG_CACHE_HOME:-$HOME/.cache}/vggsweep/$1" work result=0
  if [ -e "$cache" ]; then
    return
  fi
  say "Fetching $2 (Debian packages, unpacked to $cache; nothing is installed) ..."
  work=$(mktemp -d)
  if unpack_debs "$work/x" "$work" "${@:3}"; then
    keep "$work/x" "$cache"
  else
    say "Cannot fetch $2: $(tail -n 1 "$work/log")"
    result=1
  fi
  rm -rf "$work"
  return $result
}

# PostgreSQL and Redis, where one of them is not installed. VGGSWEEP_SERVERS=fetched ignores what is installed.
fetch_servers() {
  if [ "${VGGSWEEP_SERVERS:-}" != fetched ] && command -v redis-server >/dev/null 2>&1 &&
    compgen -G '/usr/lib/postgresql/*/bin/initdb' >/dev/null; then
    return
  fi
  fetch_debs servers "PostgreSQL and Redis, about 20 MB" +postgresql-15 +postgresql-client-15 +redis-server +redis-tools
}

# Prometheus, where it is not installed.
fetch_prometheus() {
  if [ "${VGGSWEEP_SERVERS:-}" != fetched ] && command -v prometheus >/dev/null 2>&1 && command -v promtool >/dev/null 2>&1; then
    return
  fi
  fetch_debs prometheus "Prometheus, about 60 MB" prometheus
}

# Chromium with the libraries it needs, installed: it does not run from an unpacked package. Without root, or on a system
# without apt, the tests in a browser skip themselves.
install_chromium() {
  if command -v chromium >/dev/null 2>&1 || [ "$(id -u)" -ne 0 ] || ! command -v apt-get >/dev/null 2>&1; then
    return
  fi
  say "Installing Debian's package chromium ..."
  { apt-get update && DEBIAN_FRONTEND=noninteractive apt-get install -y --no-install-recommends chromium; } >/dev/null 2>&1 \
    || say "Chromium cannot be installed."
}

# OpenBLAS for the peers of bench/training: Debian's python3-torch runs with the reference BLAS where nobody has installed
# another, and nobody would train with that.
fetch_openblas() {
  fetch_debs openblas "OpenBLAS, about 15 MB" libopenblas0-pthread libopenblas0-openmp libgfortran5 libquadmath0
}
