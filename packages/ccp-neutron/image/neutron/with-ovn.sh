#!/bin/sh
# with-ovn COMMAND...: runs a program of Neutron that finds the databases of OVN where CCP_OVN_NORTHBOUND and
# CCP_OVN_SOUTHBOUND (HOST:PORT) say; either may be unset. oslo.config takes variables before files.
set -eu
if [ -n "${CCP_OVN_NORTHBOUND:-}" ]; then
  OS_OVN__OVN_NB_CONNECTION=$(ovn-address "$CCP_OVN_NORTHBOUND")
  export OS_OVN__OVN_NB_CONNECTION
fi
if [ -n "${CCP_OVN_SOUTHBOUND:-}" ]; then
  OS_OVN__OVN_SB_CONNECTION=$(ovn-address "$CCP_OVN_SOUTHBOUND")
  export OS_OVN__OVN_SB_CONNECTION
fi
exec "$@"
