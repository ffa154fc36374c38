import { expect, test } from '@jest/globals';
import { ccpJson } from './harness/ccp.ts';
import { cloudJson } from './harness/cloud.ts';
import { faultsOf, type ListedImage } from './harness/shipped-images.ts';

test('shipped images that only the whole cloud has hold nothing of a build, and do not start as root without a reason', async () => {
  const seen = new Set((await ccpJson<ListedImage[]>(['images', 'list', '-o', 'json'])).map(({ name }) => name));
  const images = (await cloudJson<ListedImage[]>('images', 'list')).filter(({ name, shipped }) => shipped && !seen.has(name));
  expect(images.map(({ name }) => name)).toEqual(expect.arrayContaining(['glance', 'horizon', 'libvirt', 'neutron-agents', 'nova-compute', 'openvswitch', 'ovn-host', 'rabbitmq', 'test-guest']));
  expect(await faultsOf(images)).toEqual([]);
});
