#!/bin/sh
# ovsdb-start FILE SCHEMA OPTION...: serves a database in the foreground, with these options of ovsdb-server. Makes FILE when it
# is absent; one of another schema is kept beside it and converted to that of this image. CCP_OVSDB_SETTINGS: JSON for the option
# --config-file; ovsdb-server wants to write that file.
set -eu
file=$1
schema=$2
shift 2
if [ ! -e "$file" ]; then
  # It gets its name only when it is complete.
  rm -f "$file.unfinished"
  ovsdb-tool create "$file.unfinished" "$schema"
  sync "$file.unfinished"
  mv "$file.unfinished" "$file"
elif [ "$(ovsdb-tool needs-conversion "$file" "$schema")" = yes ]; then
  version=$(ovsdb-tool db-version "$file")
  echo "The database is converted from schema $version to $(ovsdb-tool schema-version "$schema")." >&2
  cp -p "$file" "$file.$version"
  ovsdb-tool convert "$file" "$schema"
fi
if [ -n "${CCP_OVSDB_SETTINGS:-}" ]; then
  settings=$(mktemp)
  printf '%s\n' "$CCP_OVSDB_SETTINGS" >"$settings"
  set -- "--config-file=$settings" "$@"
fi
exec ovsdb-server "$@"
