#!/bin/sh
# ovn-northd-ready: succeeds when ovn-northd is connected to both databases, active or standing by; else says which is away.
set -u
for database in nb sb; do
  status=$(ovn-appctl --timeout=4 -t /run/ovn/ovn-northd.ctl "$database-connection-status") || exit 1
  [ "$status" = connected ] || { echo "$database database: $status"; exit 1; }
done
