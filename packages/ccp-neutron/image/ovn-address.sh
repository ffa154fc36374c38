#!/bin/sh
# ovn-address HOST:PORT: prints tcp:ADDRESS:PORT. Clients of OVN's databases do not resolve names; the address of a Service
# is the same for as long as the Service is there. Waits until the name is known.
set -eu
host=${1%:*}
port=${1##*:}
until found=$(getent ahosts "$host"); do
  echo "waiting for the name $host" >&2
  sleep 2
done
address=${found%%[[:space:]]*}
case $address in *:*) address="[$address]" ;; esac
echo "tcp:$address:$port"
