import { apt, copy, defineImage } from 'ccp-core';
import { debianBase, noHeaders } from 'ccp-debian-base';

/** Open vSwitch as Debian builds it. */
export const openvswitchImage = defineImage({
  name: 'openvswitch',
  title: 'Open vSwitch',
  version: '3.5',
  from: debianBase,
  steps: [
    noHeaders,
    apt('iproute2', 'kmod', 'openvswitch-switch'),
    copy('image/openvswitch/ovsdb-start.sh', '/usr/local/bin/ovsdb-start', { mode: '0755' }),
    copy('image/openvswitch/datapath-type.sh', '/usr/local/bin/datapath-type', { mode: '0755' }),
    copy('image/openvswitch/vswitchd-start.sh', '/usr/local/bin/vswitchd-start', { mode: '0755' }),
  ],
  root: { reason: 'Moves packets of the node: network devices, raw sockets, a kernel module.' },
  expectedSeconds: 15,
});
