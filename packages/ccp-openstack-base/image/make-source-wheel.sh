#!/bin/sh
# make-source-wheel.sh: puts the wheel of an image's source into /wheels.
# The files are those of /run/source/tree where there are any, else those of the source distribution that the CCP_SOURCE_*
# variables pin. Patches of /run/source/patches are applied in the order of their names. The folder's name does not change:
# paths of the build end up in programs.
set -eu
given=/run/source
tree=/tmp/source
mkdir -p "$tree" /wheels
export PIP_DISABLE_PIP_VERSION_CHECK=1 PIP_NO_CACHE_DIR=1 PIP_PROGRESS_BAR=off PIP_NO_DEPS=1

if [ -d "$given/tree" ]; then
  cp -R "$given/tree/." "$tree"
else
  printf '%s==%s --hash=sha256:%s\n' "$CCP_SOURCE_DISTRIBUTION" "$CCP_SOURCE_VERSION" "$CCP_SOURCE_SHA256" >/tmp/source.txt
  pip download --no-build-isolation --require-hashes --no-binary :all: --dest /tmp/fetched -r /tmp/source.txt
  tar -xzf /tmp/fetched/*.tar.gz -C "$tree" --strip-components=1 --no-same-owner
fi

cd "$tree"
for patch in "$given"/patches/*.patch; do
  [ -e "$patch" ] || continue
  name=$(basename "$patch")
  if git apply --check --reverse "$patch" 2>/dev/null; then
    echo "patch $name changes nothing: the source has it already"
    exit 1
  fi
  git apply "$patch" || {
    echo "patch $name does not apply to $CCP_SOURCE_DISTRIBUTION $CCP_SOURCE_VERSION"
    exit 1
  }
done

# pbr asks the history for the version and for the files that belong to the package, and there is none here.
export PBR_VERSION="$CCP_SOURCE_VERSION" SETUPTOOLS_SCM_PRETEND_VERSION="$CCP_SOURCE_VERSION"
metadata=$(printf '%s' "$CCP_SOURCE_DISTRIBUTION" | tr - _).egg-info
mkdir -p "$metadata"
rm -f "$metadata/SOURCES.txt"
find . -type f -printf '%P\n' | LC_ALL=C sort >/tmp/files.txt
mv /tmp/files.txt "$metadata/SOURCES.txt"

CFLAGS=-g0 pip wheel --no-build-isolation --no-index --wheel-dir /wheels "$tree"
rm -rf "$tree" /tmp/fetched
