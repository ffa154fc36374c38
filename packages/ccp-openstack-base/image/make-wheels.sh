#!/bin/sh
# make-wheels.sh REQUIREMENTS [PIP-OPTION...]: puts a wheel of each requirement into /wheels.
# Every one must be pinned with hashes. What comes as a source is built with the builder's own back ends, in a folder
# whose name does not change and without debug information: paths of the build end up in programs.
set -eu
requirements=$1
shift
fetched=/tmp/fetched
sources=/tmp/sources
mkdir -p "$fetched" "$sources" /wheels
export PIP_DISABLE_PIP_VERSION_CHECK=1 PIP_NO_CACHE_DIR=1 PIP_PROGRESS_BAR=off PIP_NO_DEPS=1

pip download --no-build-isolation --require-hashes --dest "$fetched" -r "$requirements" "$@"
for archive in "$fetched"/*.tar.gz "$fetched"/*.zip; do
  [ -e "$archive" ] || continue
  name=$(basename "${archive%.zip}" .tar.gz)
  # Holds one folder with everything in it.
  python -c 'import shutil, sys; shutil.unpack_archive(*sys.argv[1:])' "$archive" "$sources/unpacked"
  folder=$sources/$name
  mv "$sources/unpacked"/* "$folder"
  rmdir "$sources/unpacked"
  CFLAGS=-g0 pip wheel --no-build-isolation --no-index --wheel-dir /wheels "$folder"
done
find "$fetched" -name '*.whl' -exec mv -t /wheels {} +
rm -rf "$fetched" "$sources"
