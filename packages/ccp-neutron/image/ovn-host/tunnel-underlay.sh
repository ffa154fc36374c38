#!/bin/sh
# tunnel-underlay: lets the userspace datapath of the node CCP_NODE_ADDRESS send and take packets of tunnels. It encapsulates itself, and does so
# only where the way to the other node leaves by a port of a bridge. So the node's interface becomes a port of br-phy; the kernel goes on
# using it, with its address and routes. Does nothing while the node has no tunnels, and nothing when all is there.
set -eu
bridge=br-phy
cookie=0x636370
database() { ovs-vsctl --timeout=10 "$@"; }

[ -n "$(database --bare --columns=name find Interface type=geneve)" ] || exit 0
# Flows are lost when ovs-vswitchd starts again.
if [ "$(ovs-ofctl dump-flows "$bridge" "cookie=$cookie/-1" 2>/dev/null | grep -c "cookie=$cookie")" = 4 ]; then exit 0; fi

device=$(ip -o -4 addr show to "$CCP_NODE_ADDRESS" | while read -r _ name _; do echo "$name"; done)
if [ -z "$device" ]; then
  echo "tunnels: no interface has the address $CCP_NODE_ADDRESS" >&2
  exit 1
fi
database --may-exist add-br "$bridge" -- set Bridge "$bridge" datapath_type=netdev fail-mode=secure \
  -- --may-exist add-port "$bridge" "$device"
# Any address will do: a packet is taken out of its tunnel only on the way to a port that has one.
ip addr replace 169.254.99.1/32 dev "$bridge"
# The kernel sees the packets as well, and would refuse them.
nft -f - <<RULES || echo 'tunnels: the kernel will answer packets of tunnels, too' >&2
table ip ccp-tunnels
delete table ip ccp-tunnels
table ip ccp-tunnels {
  chain arrivals {
    type filter hook prerouting priority raw
    iifname "$device" udp dport 6081 drop
  }
}
RULES
# Out: what was encapsulated, and the questions for neighbours, come from the port itself. In: packets of tunnels, and the answers.
ovs-ofctl --bundle replace-flows "$bridge" - <<FLOWS
cookie=$cookie,priority=110,in_port=$device,udp,nw_src=$CCP_NODE_ADDRESS,tp_dst=6081,actions=in_port
cookie=$cookie,priority=110,in_port=$device,arp,arp_spa=$CCP_NODE_ADDRESS,actions=in_port
cookie=$cookie,priority=100,in_port=$device,udp,nw_dst=$CCP_NODE_ADDRESS,tp_dst=6081,actions=LOCAL
cookie=$cookie,priority=100,in_port=$device,arp,arp_op=2,arp_tpa=$CCP_NODE_ADDRESS,actions=LOCAL
FLOWS
echo "tunnels: $device is a port of $bridge" >&2
