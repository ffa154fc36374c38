#!/bin/sh
# vswitchd-start: runs ovs-vswitchd on the datapath that the node can have. CCP_DATAPATH: auto, system (kernel module) or netdev
# (userspace). What `auto` finds is kept in the node's database, under external_ids:ccp-datapath-type, and found once: guests are
# connected to bridges of that kind. Whoever makes bridges reads it there.
set -eu
database() { ovs-vsctl --no-wait --timeout=10 "$@"; }

until database init; do
  echo 'waiting for the database of Open vSwitch' >&2
  sleep 1
done

kept=$(database --if-exists get Open_vSwitch . external_ids:ccp-datapath-type)
case $CCP_DATAPATH in
  auto) datapath=${kept:-$(datapath-type)} ;;
  *) datapath=$CCP_DATAPATH ;;
esac
echo "datapath: $datapath" >&2
if [ "$datapath" = netdev ]; then
  # Read at the start only. Without it packets of virtio guests leave with unfinished checksums, and no TCP connection comes about.
  database set Open_vSwitch . "external_ids:ccp-datapath-type=$datapath" other_config:userspace-tso-enable=true
else
  database set Open_vSwitch . "external_ids:ccp-datapath-type=$datapath" -- remove Open_vSwitch . other_config userspace-tso-enable
fi

# OVN's controller fills the empty switch. It looks for one that went after 1 s, and when that was too early, after 2 more: another spelling
# of the address makes it look at once.
call_controller() {
  until ovs-ofctl --timeout=1 show br-int >/dev/null 2>&1; do sleep 0.05; done
  if [ -n "$(database --if-exists get Open_vSwitch . external_ids:ovn-bridge-remote)" ]; then
    database remove Open_vSwitch . external_ids ovn-bridge-remote
  else
    database set Open_vSwitch . 'external_ids:ovn-bridge-remote="unix:/run/openvswitch/br-int.mgmt"'
  fi
}
# Not as a child of ovs-vswitchd, which would not collect it.
if database br-exists br-int; then (call_controller &); fi

# Started again by its monitor after a crash: the kubelet would wait longer each time.
exec ovs-vswitchd unix:/run/openvswitch/db.sock --monitor --unixctl=/run/openvswitch/ovs-vswitchd.ctl \
  -vconsole:info -vsyslog:off -vfile:off
