#!/bin/sh
# datapath-type: prints `system` on a node whose kernel has Open vSwitch, else `netdev`. Which types the database lists says nothing.
modprobe openvswitch 2>/dev/null
if ovs-dpctl show >/dev/null 2>&1; then echo system; else echo netdev; fi
