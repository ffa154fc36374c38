import { apt, copy, defineImage, run } from 'ccp-core';
import { accountStep, users } from 'ccp-openstack-base';
import { openvswitchImage } from '../openvswitch/image.ts';
import { addressScript } from './address-script.ts';

const version = '25.03';

/** The central part of OVN: its databases and ovn-northd. It touches nothing of its node. */
export const ovnCentralImage = defineImage({
  name: 'ovn-central',
  title: 'OVN: databases and northd',
  version,
  from: openvswitchImage,
  steps: [
    accountStep(users.ovn),
    apt('ovn-central'),
    run(`install -d -m 0750 -o ${users.ovn.id} -g ${users.ovn.id} /run/ovn`),
    addressScript,
    copy('image/ovn-central/ovn-northd-start.sh', '/usr/local/bin/ovn-northd-start', { mode: '0755' }),
    copy('image/ovn-central/ovn-northd-ready.sh', '/usr/local/bin/ovn-northd-ready', { mode: '0755' }),
  ],
  user: users.ovn,
  expectedSeconds: 15,
});

/** The part of OVN that runs on nodes. */
export const ovnHostImage = defineImage({
  name: 'ovn-host',
  title: 'OVN: controller of a node',
  version,
  from: openvswitchImage,
  steps: [
    apt('nftables', 'ovn-host'),
    addressScript,
    copy('image/ovn-host/provider-networks.sh', '/usr/local/bin/provider-networks', { mode: '0755' }),
    copy('image/ovn-host/tunnel-underlay.sh', '/usr/local/bin/tunnel-underlay', { mode: '0755' }),
    copy('image/ovn-host/ovn-controller-start.sh', '/usr/local/bin/ovn-controller-start', { mode: '0755' }),
    copy('image/ovn-host/ovn-controller-ready.sh', '/usr/local/bin/ovn-controller-ready', { mode: '0755' }),
  ],
  root: { reason: 'Puts network devices of the node into bridges, and speaks to its Open vSwitch.' },
  expectedSeconds: 15,
});
