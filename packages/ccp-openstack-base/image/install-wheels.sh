#!/bin/sh
# install-wheels.sh LOCK [REQUIREMENT...]: installs the locked distributions, and further ones, into /opt/os.
# Offline, from the wheelhouse at /run/wheels and the wheels in /run/own-wheels, with the uv at /run/build-tools.
# The hashes were checked when the wheels were fetched; what was compiled then cannot have the hash of its sdist, so
# they are not checked again.
set -eu
lock=$1
shift
export UV_OFFLINE=1 UV_NO_CACHE=1 UV_LINK_MODE=copy UV_PYTHON_DOWNLOADS=never UV_NO_CONFIG=1
# What Python compiles while it starts would carry a time stamp.
export PYTHONDONTWRITEBYTECODE=1
uv=/run/build-tools/uv
marker=$(mktemp)
mkdir -p /run/own-wheels

[ -d /opt/os ] || $uv venv --quiet --python /usr/bin/python3 /opt/os
$uv pip install --quiet --python /opt/os/bin/python --no-index --find-links /run/wheels \
  --find-links /run/own-wheels --no-deps --no-verify-hashes -r "$lock" "$@"

site=$(/opt/os/bin/python -c 'import sysconfig; print(sysconfig.get_path("purelib"))')
# A package's own tests, and what only compilers and other systems read.
find "$site" -mindepth 2 -maxdepth 2 -type d -name tests -exec rm -rf {} +
find "$site" -cnewer "$marker" -type f \
  \( -name '*.h' -o -name '*.hpp' -o -name '*.c' -o -name '*.cpp' -o -name '*.pxd' -o -name '*.pyx' -o -name '*.exe' \) -delete
rm -rf /opt/os/include

# Only the new files: a file of the layer below that is written again would ship twice. Checked by nothing at run
# time, so that the result does not depend on when it was built.
find "$site" -name '*.py' -cnewer "$marker" -print |
  /opt/os/bin/python -m compileall -q -j 2 --invalidation-mode unchecked-hash -i - || true
rm -f "$marker"
