import { expect, test } from '@jest/globals';
import { InputError, parseInput } from '../program/input.ts';

test('a complete input is understood', () => {
  const input = { version: 1, namespace: 'ccp', waits: [{ kind: 'endpoints', service: 'mariadb' }, { kind: 'job', name: 'keystone-db-sync-7f3a' }] };
  expect(parseInput(JSON.stringify(input))).toEqual(input);
});

test('a wait for the own node takes its name from the pod, and is refused without it', () => {
  const input = JSON.stringify({ version: 2, namespace: 'ccp', waits: [{ kind: 'endpoints', service: 'libvirt', local: true }] });
  expect(parseInput(input, 'node-1')).toMatchObject({ node: 'node-1', waits: [{ service: 'libvirt', local: true }] });
  expect(() => parseInput(input)).toThrow(/CCP_NODE_NAME is not set/);
});

test.each([
  ['nothing', undefined, /CCP_ENTRYPOINT is not set/],
  ['broken JSON', '{', /is not JSON/],
  ['a list', '[]', /must be a JSON object/],
  ['a newer version', '{"version":3}', /versions 1 and 2 .* not 3/],
  ['no waits', '{"version":1,"namespace":"ccp"}', /"waits" must be a list/],
  ['no namespace', '{"version":1,"waits":[]}', /namespace must be a name/],
  ['an unknown kind', '{"version":1,"namespace":"ccp","waits":[{"kind":"pod"}]}', /waits\[0\]\.kind must be .* not "pod"/],
  ['a name that would change the path', '{"version":1,"namespace":"ccp","waits":[{"kind":"job","name":"../secrets"}]}', /waits\[0\]\.name/],
])('%s is refused in one line', (_, text, message) => {
  expect(() => parseInput(text)).toThrow(InputError);
  expect(() => parseInput(text)).toThrow(message);
});
