import { expect, test } from '@jest/globals';
import { registryFault } from './registry-faults.ts';

test.each([
  ['debian:trixie', 'docker.io'],
  ['someone/debian:trixie', 'docker.io'],
  ['registry.test/debian', 'registry.test'],
  ['localhost/debian', 'localhost'],
  ['hub:5000/a/debian@sha256:aa', 'hub:5000'],
])('the registry of %s is %s', (reference, host) => {
  expect(registryFault('pulled from', reference, ['dial tcp: connection refused'], undefined).message).toBe(`The registry ${host} does not answer.`);
});
