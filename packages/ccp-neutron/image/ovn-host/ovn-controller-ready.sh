#!/bin/sh
# ovn-controller-ready: succeeds when ovn-controller is connected and the node has every physical network that it is to have; else says why not.
set -u
if [ -s /run/ovn/faults ]; then
  cat /run/ovn/faults
  exit 1
fi
status=$(ovn-appctl --timeout=4 -t /run/ovn/ovn-controller.ctl connection-status) || exit 1
[ "$status" = connected ] || { echo "southbound database: $status"; exit 1; }
