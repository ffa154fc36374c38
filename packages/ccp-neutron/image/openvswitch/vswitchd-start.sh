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
  database set Open_vSwitch . other_config:userspace-tso-enable=true
else
  database remove Open_vSwitch . other_config userspace-tso-enable
fi
database set Open_vSwitch . "external_ids:ccp-datapath-type=$datapath"

# Started again by its monitor after a crash: the kubelet would wait longer each time.
exec ovs-vswitchd unix:/run/openvswitch/db.sock --monitor --unixctl=/run/openvswitch/ovs-vswitchd.ctl \
  -vconsole:info -vsyslog:off -vfile:off
