#!/bin/sh
# ovn-northd-start: runs ovn-northd between the databases at CCP_OVN_NORTHBOUND and CCP_OVN_SOUTHBOUND (HOST:PORT).
set -eu
northbound=$(ovn-address "$CCP_OVN_NORTHBOUND")
southbound=$(ovn-address "$CCP_OVN_SOUTHBOUND")
exec ovn-northd "--ovnnb-db=$northbound" "--ovnsb-db=$southbound" --unixctl=/run/ovn/ovn-northd.ctl -vconsole:info -vsyslog:off -vfile:off
