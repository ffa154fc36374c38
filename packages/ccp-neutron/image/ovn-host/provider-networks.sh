#!/bin/sh
# provider-networks: connects the node to physical networks: a bridge for each, its interface in it, and the mapping that OVN reads.
# The file CCP_PHYSICAL_NETWORKS (default /etc/ccp/physical-networks) has lines `NETWORK BRIDGE INTERFACE ADDRESS NODES`; of each
# network the first line counts whose NODES (extended regular expression) fits CCP_NODE. BRIDGE `-`: the node is not connected;
# INTERFACE `-`: somebody else fills the bridge; ADDRESS `take` or `keep`: what becomes of addresses of the interface.
# What is wrong stands in /run/ovn/faults, exit 1 then; a network that no earlier configuration connected is not offered on the node.
set -eu
list=${CCP_PHYSICAL_NETWORKS:-/etc/ccp/physical-networks}
faults=${CCP_FAULTS:-/run/ovn/faults}
links=${CCP_LINKS:-/sys/class/net}
database() { ovs-vsctl --timeout=30 "$@"; }

fault() {
  echo "physical network $network on node $CCP_NODE: $*" | tee -a "$faults.new" >&2
  return 1
}

# Nothing may be lost by putting the interface into a bridge, where its addresses no longer answer.
check_interface() {
  [ -e "$links/$interface" ] || fault "there is no interface $interface" || return 1
  addresses=$(ip -o addr show dev "$interface" scope global | while read -r _ _ _ cidr _; do echo "$cidr"; done)
  case " $(echo $addresses) " in *" $CCP_NODE_ADDRESS/"*) fault "$interface carries the address of the node, which would be cut off" || return 1 ;; esac
  if [ -n "$addresses" ] && [ "$address" = keep ]; then
    fault "$interface has the address" $addresses "which would no longer answer; takeAddress: true takes it away" || return 1
  fi
}

connect() {
  datapath=$(database --if-exists get Open_vSwitch . external_ids:ccp-datapath-type)
  database --may-exist add-br "$bridge" -- set Bridge "$bridge" "datapath_type=$datapath" || fault "the bridge $bridge cannot be made" || return 1
  earlier=$(database --bare --columns=name find Port "external_ids:ccp-physical-network=$network")
  if [ "$interface" != - ] && ! check_interface; then
    # A mistake does not cut off what works.
    for port in $earlier; do [ ! -e "$links/$port" ] || return 0; done
    return 1
  fi
  for port in $earlier; do
    if [ "$port" != "$interface" ] || [ "$(database port-to-br "$port")" != "$bridge" ]; then database --if-exists del-port "$port"; fi
  done
  [ "$interface" != - ] || return 0
  ip link set dev "$interface" up
  # The time is a change: without one ovs-vswitchd would neither be waited for nor try again what failed.
  database --may-exist add-port "$bridge" "$interface" -- set Port "$interface" "external_ids:ccp-physical-network=$network" "external_ids:ccp-checked=$(date +%s)" ||
    fault "$interface cannot be put into $bridge" || return 1
  # What ovs-vswitchd cannot open is a port all the same, without a number.
  number=$(interface_column ofport)
  [ "${number:-0}" -gt 0 ] || fault "$interface cannot be put into $bridge:" "$(interface_column error)" || return 1
  ip addr flush dev "$interface" scope global
}

interface_column() { database --bare "--columns=$1" find Interface "name=$interface"; }

: >"$faults.new"
seen=' '
mappings=
while read -r network bridge interface address nodes; do
  case $seen in *" $network "*) continue ;; esac
  printf '%s\n' "$CCP_NODE" | grep -Eqx -- "$nodes" || continue
  seen="$seen$network "
  [ "$bridge" != - ] || continue
  if connect; then mappings="$mappings${mappings:+,}$network:$bridge"; fi
done <"$list"

if [ -n "$mappings" ]; then
  database --no-wait set Open_vSwitch . "external_ids:ovn-bridge-mappings=\"$mappings\""
else
  database --no-wait remove Open_vSwitch . external_ids ovn-bridge-mappings
fi
mv "$faults.new" "$faults"
[ ! -s "$faults" ]
