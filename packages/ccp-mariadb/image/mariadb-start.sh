#!/bin/sh
# Starts the server; makes its data directory first when the volume has none. The directory gets its name only when
# it is complete, so that an initialisation which was interrupted is thrown away and done again.
set -eu
settings=/etc/mysql/ccp.cnf
data=/var/lib/mysql/data
unfinished=/var/lib/mysql/data.unfinished
temporary=/var/lib/mysql/tmp

# What a killed server left there is of no use.
rm -rf "$temporary"
mkdir "$temporary"

if [ ! -d "$data" ]; then
  if [ -e "$unfinished" ]; then
    echo 'The initialisation was interrupted; it starts anew.' >&2
    rm -rf "$unfinished"
  fi
  # What it prints is advice for other ways of running the server; only a failure is worth showing.
  if ! log=$(mariadb-install-db --defaults-file="$settings" --datadir="$unfinished" --skip-test-db \
    --skip-name-resolve --auth-root-authentication-method=socket --auth-root-socket-user="$(id -un)" \
    --extra-file=/etc/mysql/accounts.sql 2>&1); then
    printf '%s\n' "$log" >&2
    exit 1
  fi
  sync "$unfinished"
  mv "$unfinished" "$data"
  sync "$(dirname "$data")"
fi

exec mariadbd --defaults-file="$settings"
