import { apt, copy, defineImage } from 'ccp-core';
import { noHeaders } from 'ccp-openstack-base';
import { neutronImage } from '../server/image.ts';

/** The OVN agent in the image. */
export const ovnAgentProgram = '/usr/local/lib/ccp/ovn-agent.py';

/** What agents on nodes need besides Neutron: HAProxy, which answers guests that ask for metadata, and the tools of the kernel's network. */
export const neutronAgentsImage = defineImage({
  name: 'neutron-agents',
  title: 'Agents of OpenStack Neutron',
  from: neutronImage,
  licenses: 'Apache-2.0 AND GPL-2.0-or-later',
  version: neutronImage.source?.version ?? neutronImage.name,
  steps: [noHeaders, apt('haproxy', 'iproute2', 'iptables', 'procps'), copy('image/neutron-agents/ovn-agent.py', ovnAgentProgram)],
  root: { reason: 'Makes network namespaces and devices of the node.' },
  expectedSeconds: 15,
});
