import { copyFrom, defineImage } from 'ccp-core';
import { versions } from '../versions.ts';
import { corednsBinary } from './binaries.ts';

/** Names of Services for pods. */
export const coredns = defineImage({
  name: 'coredns',
  title: 'DNS server of the cluster',
  version: versions.coredns,
  from: 'scratch',
  steps: [copyFrom(corednsBinary, '/coredns', '/coredns')],
  user: { name: 'nonroot', id: 65532 },
  entrypoint: ['/coredns'],
  expectedSeconds: 5,
});
