#!/bin/sh
# ovn-controller-start: tells the node's Open vSwitch who it is and where OVN is, connects physical networks, and runs ovn-controller.
# Its variables: CCP_NODE (name), CCP_NODE_ADDRESS, CCP_OVN_SOUTHBOUND (HOST:PORT), CCP_GATEWAY_NODES (extended regular expression
# of node names), CCP_WAIT_BEFORE_CLEAR (ms).
set -eu
mkdir -p /run/ovn
database() { ovs-vsctl --no-wait --timeout=10 "$@"; }

# ovs-vswitchd says it once for the node.
until datapath=$(database --if-exists get Open_vSwitch . external_ids:ccp-datapath-type) && [ -n "$datapath" ]; do
  echo 'waiting for ovs-vswitchd to choose the datapath' >&2
  sleep 1
done

options=
if printf '%s\n' "$CCP_NODE" | grep -Eqx -- "$CCP_GATEWAY_NODES"; then options=enable-chassis-as-gw; fi
southbound=$(ovn-address "$CCP_OVN_SOUTHBOUND")
database set Open_vSwitch . \
  "external_ids:system-id=\"$CCP_NODE\"" \
  "external_ids:hostname=\"$CCP_NODE\"" \
  "external_ids:ovn-remote=\"$southbound\"" \
  external_ids:ovn-remote-probe-interval=60000 \
  external_ids:ovn-encap-type=geneve \
  "external_ids:ovn-encap-ip=\"$CCP_NODE_ADDRESS\"" \
  "external_ids:ovn-bridge-datapath-type=$datapath" \
  "external_ids:ovn-cms-options=\"$options\"" \
  "external_ids:ovn-ofctrl-wait-before-clear=$CCP_WAIT_BEFORE_CLEAR"

# An interface that is absent now may be plugged in later; the node does its other work meanwhile.
if ! provider-networks; then
  while sleep 30; do
    if provider-networks; then break; fi
  done &
fi
# Tunnels come with the second node, and what they need must be put back whenever ovs-vswitchd has started again.
if [ "$datapath" = netdev ]; then
  while sleep 2; do tunnel-underlay || sleep 30; done &
else
  # Left from a time with the other datapath it would refuse packets of tunnels, which are the kernel's now.
  nft delete table ip ccp-tunnels 2>/dev/null || true
  database --if-exists del-br br-phy
fi
exec ovn-controller unix:/run/openvswitch/db.sock --unixctl=/run/ovn/ovn-controller.ctl -vconsole:info -vsyslog:off -vfile:off
