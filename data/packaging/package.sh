#!/usr/bin/env bash
# SPDX-License-Identifier: LGPL-2.1-or-later
# What ./dev package does: package.sh OUT WORD [ARGUMENT…], at the top of the source.
#
#   source           the release: a tarball of what is committed
#   debian [--check] packages for this Debian or Ubuntu, and lintian; --check runs the tests
#   rpm              the spec file for Fedora beside the tarball
#   flatpak          the manifest
#   reproducible     the Debian packages twice, in other places and times: are they the same?
#   chroot [SUITE]   a fresh Debian: installs, upgrades, uses and removes the packages
set -euo pipefail

TOP=$PWD
PACKAGING=data/packaging
mkdir -p "$1"
OUT=$(cd "$1" && pwd)
shift
VERSION=$(sed -n "s/^  version: '\(.*\)',/\1/p" meson.build | head -1)
JOBS=$(nproc 2>/dev/null || echo 2)

say() { printf '%s\n' "$*" >&2; }
die() { say "dev: $*"; exit 1; }
# quiet LOG COMMAND…: what is printed is read when it fails
quiet() {
  local log=$1
  shift
  "$@" >"$log" 2>&1 || { tail -40 "$log" >&2; die "“$1” failed (all of it: $log)"; }
}

do_source() {
  [ -e .git ] || die "a release is made of what is committed to git; this folder is none"
  git diff --quiet HEAD -- || say "dev: what is not committed is left out"
  local build=$OUT/dist
  rm -rf "$build"
  quiet "$OUT/dist.log" meson setup "$build" -Dapp=disabled -Dintrospection=disabled -Dtests=disabled
  quiet "$OUT/dist.log" meson dist -C "$build" --no-tests --allow-dirty --formats xztar
  mv "$build/meson-dist/edgekit-$VERSION.tar.xz" "$OUT/"
  rm -rf "$build"
  say "The source: $OUT/edgekit-$VERSION.tar.xz"
}

# unpack DIR: a clean tree with debian/ in it, and the original beside it
unpack() {
  rm -rf "$1"
  mkdir -p "$1"
  cp "$OUT/edgekit-$VERSION.tar.xz" "$1/edgekit_$VERSION.orig.tar.xz"
  tar -C "$1" -xf "$OUT/edgekit-$VERSION.tar.xz"
  cp -r "$1/edgekit-$VERSION/$PACKAGING/debian" "$1/edgekit-$VERSION/"
}

# build_debian DIR OPTION…
build_debian() {
  local tree=$1/edgekit-$VERSION
  shift
  command -v dpkg-buildpackage >/dev/null || die "packages for Debian are built on Debian or Ubuntu"
  (cd "$tree" && dpkg-buildpackage --no-sign "$@")
}

do_debian() {
  local options="nocheck parallel=$JOBS"
  [ "${1:-}" != --check ] || options="parallel=$JOBS"
  do_source
  unpack "$OUT/debian"
  say "Building the packages (some minutes)"
  DEB_BUILD_OPTIONS=$options quiet "$OUT/debian.log" build_debian "$OUT/debian"
  rm -rf "$OUT/debian/edgekit-$VERSION"
  if command -v lintian >/dev/null; then
    lintian --fail-on error --suppress-tags initial-upload-closes-no-bugs "$OUT"/debian/edgekit_*.changes || die "lintian found errors"
  else
    say "dev: lintian is not here; nothing looked at the packages"
  fi
  say "The packages:"
  ls "$OUT"/debian/*.deb
}

do_rpm() {
  do_source
  sed "s/@VERSION@/$VERSION/" $PACKAGING/rpm/edgekit.spec.in >"$OUT/edgekit.spec"
  if command -v rpmspec >/dev/null; then
    quiet "$OUT/rpm.log" rpmspec --parse "$OUT/edgekit.spec"
  fi
  say "The spec file: $OUT/edgekit.spec, not built here; on Fedora: rpmbuild -bb --define '_sourcedir $OUT' $OUT/edgekit.spec"
}

do_flatpak() {
  do_source
  sed "s/@VERSION@/$VERSION/; s/@SHA256@/$(sha256sum "$OUT/edgekit-$VERSION.tar.xz" | cut -d' ' -f1)/" \
    $PACKAGING/flatpak/org.edgekit.EdgeKit.json.in >"$OUT/org.edgekit.EdgeKit.json"
  say "The manifest: $OUT/org.edgekit.EdgeKit.json (not built here: it needs the GNOME runtime)"
}

do_reproducible() {
  local one=$OUT/one two=$OUT/two-elsewhere different=0 name
  do_source
  unpack "$one"
  unpack "$two"
  say "Building the packages twice"
  DEB_BUILD_OPTIONS="nocheck parallel=$JOBS" TZ=UTC LC_ALL=C.UTF-8 quiet "$OUT/one.log" build_debian "$one" --build=binary
  (umask 0002 && DEB_BUILD_OPTIONS="nocheck parallel=1" TZ=Pacific/Kiritimati LC_ALL=C HOME=/nonexistent USER=another \
    quiet "$OUT/two.log" build_debian "$two" --build=binary)
  for name in "$one"/*.deb; do
    name=$(basename "$name")
    if cmp "$one/$name" "$two/$name"; then
      printf 'the same   %s\n' "$name"
    else
      printf 'DIFFERENT  %s\n' "$name"
      different=1
    fi
  done
  return $different
}

# --- a fresh Debian -------------------------------------------------------------------

CHROOT=

leave() {
  umount "$CHROOT/proc" 2>/dev/null || true
}

inside() { chroot "$CHROOT" env DEBIAN_FRONTEND=noninteractive LC_ALL=C.UTF-8 PATH=/usr/sbin:/usr/bin:/sbin:/bin "$@"; }

# a second version of the packages: what an upgrade is
repack() {
  local deb work=$OUT/upgrade
  rm -rf "$work"
  mkdir -p "$work"
  for deb in "$OUT"/debian/*.deb; do
    dpkg-deb -R "$deb" "$work/tree"
    sed -i "s/^\(Version: .*\)$/\1+next/; s/(= \($VERSION-[0-9]*\))/(= \1+next)/g" "$work/tree/DEBIAN/control"
    dpkg-deb --root-owner-group -b "$work/tree" "$work/$(basename "$deb")" >/dev/null
    rm -rf "$work/tree"
  done
}

do_chroot() {
  local suite=${1:-$(. /etc/os-release && printf '%s' "$VERSION_CODENAME")} mirror test
  [ "$(id -u)" = 0 ] || die "a chroot needs root"
  command -v mmdebstrap >/dev/null || die "“mmdebstrap” is missing; install the package “mmdebstrap”"
  ls "$OUT"/debian/*.deb >/dev/null 2>&1 || do_debian
  mirror=$(apt-get indextargets --format '$(SITE)' 'Created-By: Packages' | head -1)
  CHROOT=$OUT/chroot-$suite
  if [ ! -e "$CHROOT/etc/debian_version" ]; then
    say "Making a fresh Debian ($suite)"
    quiet "$OUT/chroot.log" mmdebstrap --mode=root --variant=apt --aptopt='Acquire::Check-Valid-Until "false"' \
      --aptopt='APT::Install-Recommends "false"' "$suite" "$CHROOT" "deb ${mirror%/} $suite main"
    quiet "$OUT/chroot.log" inside apt-get update
  fi
  trap leave EXIT
  mountpoint -q "$CHROOT/proc" || mount -t proc proc "$CHROOT/proc"
  repack
  rm -rf "$CHROOT/packages"
  mkdir -p "$CHROOT/packages/first" "$CHROOT/packages/next"
  cp "$OUT"/debian/*.deb "$CHROOT/packages/first/"
  cp "$OUT"/upgrade/*.deb "$CHROOT/packages/next/"
  cp -r $PACKAGING/debian/tests "$CHROOT/packages/"
  quiet "$OUT/chroot.log" inside sh -c 'rm -f /packages/*/*-dbgsym_*; apt-get -y install /packages/first/*.deb build-essential pkgconf valac gjs python3-gi dbus-daemon libglib2.0-bin bash-completion fish zsh'
  say "Installed"
  for test in "$CHROOT"/packages/tests/*; do
    test=$(basename "$test")
    [ "$test" != control ] || continue
    quiet "$OUT/chroot.log" inside "/packages/tests/$test"
    printf 'ok   %s\n' "$test"
  done
  quiet "$OUT/chroot.log" inside sh -c 'apt-get -y install /packages/next/*.deb && edgekit --version'
  say "Upgraded"
  inside dpkg-query -W -f '${Package} ${Version} ${db:Status-Status}\n' '*edgekit*' | grep -v 'not-installed' >"$OUT/upgraded.txt"
  if grep -v '+next installed$' "$OUT/upgraded.txt"; then
    die "these were not upgraded"
  fi
  quiet "$OUT/chroot.log" inside sh -c 'apt-get -y purge "*edgekit*"'
  if inside find / -xdev -path /packages -prune -o -iname '*edgekit*' -not -path '/var/lib/dpkg/*' -not -path '/var/log/*' -print | grep .; then
    die "these files stayed behind"
  fi
  say "Removed, without a trace"
  leave
  trap - EXIT
  rm -rf --one-file-system "$CHROOT"
}

word=${1:-all}
[ $# -eq 0 ] || shift
cd "$TOP"
case $word in
  all)
    ! command -v dpkg-buildpackage >/dev/null || do_debian
    do_rpm
    do_flatpak
    ;;
  source | debian | rpm | flatpak | reproducible | chroot) "do_$word" "$@" ;;
  *) die "./dev package takes source, debian, rpm, flatpak, reproducible or chroot" ;;
esac
