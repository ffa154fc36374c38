#!/bin/sh
# Starts the agent when its node is ready for it.
set -eu
install -d /var/lib/nova/instances /var/lib/nova/tmp
# A socket file outlives who listened there. An agent that started without them would fail, and Kubernetes waits longer after every failure.
answers() { /opt/os/bin/python -c 'import socket, sys; socket.socket(socket.AF_UNIX).connect(sys.argv[1])' "$1" 2>/dev/null; }
until answers /run/libvirt/libvirt-sock && answers /run/openvswitch/db.sock; do
  echo 'waiting for libvirt and Open vSwitch on this node' >&2
  sleep 1
done
# What guests can be run with was tried when libvirt started here.
virt_type=${CCP_VIRT_TYPE:-auto}
[ "$virt_type" != auto ] || virt_type=$(cat /run/libvirt/ccp-virt-type)
OS_LIBVIRT__VIRT_TYPE=$virt_type
export OS_LIBVIRT__VIRT_TYPE
# Emulated processors have no model of the host.
if [ "$virt_type" = qemu ]; then
  OS_LIBVIRT__CPU_MODE=none
  export OS_LIBVIRT__CPU_MODE
fi
exec /opt/os/bin/python /usr/local/lib/ccp/nova-compute.py
