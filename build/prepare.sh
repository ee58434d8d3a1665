# Sourced by the launchers: what a fresh machine needs before anything of VggSweep runs.
# Everything it makes stands in artifacts/ or in the user's cache; nothing needs root.

say() { printf '%s\n' "$*" >&2; }

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

# Builds a project or solution once for each state of the sources: build_once NAME TARGET.
# Two launchers at the same time wait for each other.
build_once() {
  local stamp="$root/artifacts/.built-$1" log="$root/artifacts/build-$1.log"
  mkdir -p "$root/artifacts"
  exec 9>"$root/artifacts/.building"
  flock 9
  if [ ! -e "$stamp" ] || [ -n "$(find "$root" -path "$root/artifacts" -prune -o -path "$root/.git" -prune -o -path "$root/.vggsweep" -prune -o -type f \
      \( -name '*.cs' -o -name '*.csproj' -o -name '*.props' -o -name '*.targets' -o -name '*.sln' -o -name '*.json' \) \
      -newer "$stamp" -print -quit)" ]; then
    say "Building VggSweep (about a minute the first time; the log is $log) ..."
    # The stamp is as old as the start: a file that changes during the build makes the next call build again.
    touch "$stamp.new"
    local interrupted=
    trap interrupted=1 INT
    if ! dotnet build "$root/$2" -c Release -nologo -v quiet >"$log" 2>&1 || [ "$interrupted" ]; then
      rm -f "$stamp.new"
      if [ "$interrupted" ]; then
        say "The build was interrupted; the next call begins it again."
        exit 130
      fi
      if grep -q 'error NU1301' "$log"; then
        say "VggSweep's packages cannot be fetched: $(sed -nE 's/.*error NU1301: *(.*[^.])\.? \[.*/\1/p' "$log" | awk '!seen[$0]++' | head -n 2 | paste -sd '|' | sed 's/|/: /'). Connect to the network, or name a proxy (HTTPS_PROXY) or another source (NuGet.config), and run this again."
        exit 68
      fi
      grep -E 'error|warning' "$log" | sort -u | head -20 >&2
      say "The build failed; $log has all of it."
      exit 70
    fi
    trap - INT
    mv "$stamp.new" "$stamp"
  fi
  exec 9>&-
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
  apt-get $options install --simulate --no-install-recommends "$1" | sed -nE 's/^Inst (lib[^ ]*).*/\1/p' | grep -vE -- '-perl$|^libllvm|^libz3' || true
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
  if [ "${VGGSWEEP_SERVERS:-}" != fetched ] && command -v redis-server >/dev/null 2>&1 && compgen -G '/usr/lib/postgresql/*/bin/initdb' >/dev/null; then
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

# OpenBLAS for the peers of bench/training: Debian's python3-torch runs with the reference BLAS where nobody has installed
# another, and nobody would train with that.
fetch_openblas() {
  fetch_debs openblas "OpenBLAS, about 15 MB" libopenblas0-pthread libopenblas0-openmp libgfortran5 libquadmath0
}
