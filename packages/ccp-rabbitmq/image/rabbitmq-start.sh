#!/bin/sh
# Starts the broker as the member that the pod is. Erlang refuses a cookie that others may read, and a mounted Secret is such a file.
set -eu
umask 077
cookie=$HOME/.erlang.cookie
rm -f "$cookie"
cat /etc/rabbitmq/cookie >"$cookie"
chmod 0400 "$cookie"
# Everything else is the same for all members and stands in the environment of the pod.
exec /usr/lib/rabbitmq/bin/rabbitmq-server
