#!/bin/sh
# mariadb-apply OPTIONS SQL: runs the statements of the file SQL on the server that the client options in the file
# OPTIONS name, and stops at the first that fails. Waits up to 30 s while nothing listens.
set -eu
mariadb-admin --defaults-file="$1" --silent --wait=30 ping
exec mariadb --defaults-file="$1" --batch --abort-source-on-error --execute="source $2"
