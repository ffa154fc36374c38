import { mkdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, describe, expect, test } from '@jest/globals';
import { ScriptRoom, type ScriptRun } from 'ccp-core/testing';

/** `addresses` holds what `ip` tells of an interface; `ports` what earlier configurations put into bridges; `ofport` and `error` what became of the interface. */
const programs = {
  'ovs-vsctl': `case "$*" in
    *"get Open_vSwitch . external_ids:ccp-datapath-type"*) echo netdev ;; *"find Port"*) cat "$ROOM/ports" ;; *port-to-br*) cat "$ROOM/bridge" ;;
    *"ofport find Interface name=eth1") cat "$ROOM/ofport" ;; *"error find Interface name=eth1") cat "$ROOM/error" ;;
  esac`,
  ip: 'case "$*" in "-o addr show"*) cat "$ROOM/addresses" ;; esac',
};

let room: ScriptRoom | undefined;
afterEach(() => room?.remove());

interface Node {
  readonly interfaces?: readonly string[];
  readonly addresses?: string;
  readonly ports?: string;
  /** Bridge that they are in. */
  readonly bridge?: string;
  /** Number of its port at the switch; -1: it could not be opened; empty: the switch does not know it. */
  readonly ofport?: string;
  readonly error?: string;
}

function connect(list: string, { interfaces = ['eth1'], addresses = '', ports = '', bridge = 'br-ex', ofport = '1', error = '' }: Node = {}): ScriptRun & { readonly faults: string; readonly mapping: string | undefined } {
  room = new ScriptRoom(new URL('../image/', import.meta.url), programs);
  for (const name of interfaces) mkdirSync(join(room.folder, 'links', name), { recursive: true });
  room.file('addresses', addresses);
  room.file('ports', ports);
  room.file('bridge', `${bridge}\n`);
  room.file('ofport', `${ofport}\n`);
  room.file('error', `${error}\n`);
  const env = { CCP_NODE: 'node-1', CCP_NODE_ADDRESS: '192.0.2.5', CCP_PHYSICAL_NETWORKS: room.file('list', list), CCP_FAULTS: join(room.folder, 'faults'), CCP_LINKS: join(room.folder, 'links') };
  const run = room.run('ovn-host/provider-networks.sh', [], { env });
  const mapping = run.calls.map((call) => /ovn-bridge-mappings="(.*)"/.exec(call)?.[1]).find((found) => found !== undefined);
  return { ...run, faults: readFileSync(join(room.folder, 'faults'), 'utf8'), mapping };
}

const eth1 = (address: string): string => `7: eth1    inet ${address} brd 198.51.100.255 scope global eth1\n`;

describe('provider-networks', () => {
  test('puts the interface into a bridge of the datapath of the node, and tells OVN', () => {
    const { status, calls, mapping, faults } = connect('public br-ex eth1 keep .*\n');
    expect({ status, mapping, faults }).toEqual({ status: 0, mapping: 'public:br-ex', faults: '' });
    expect(calls).toContainEqual(expect.stringContaining('--may-exist add-br br-ex -- set Bridge br-ex datapath_type=netdev'));
    expect(calls).toContainEqual(expect.stringContaining('--may-exist add-port br-ex eth1'));
  });

  test('an interface that the node does not have is a fault with its name, and the other networks are connected', () => {
    const { status, mapping, faults, stderr } = connect('public br-ex eth7 keep .*\nstorage br-st eth1 keep .*\n');
    expect({ status, mapping, faults }).toEqual({ status: 1, mapping: 'storage:br-st', faults: 'physical network public on node node-1: there is no interface eth7\n' });
    expect(stderr).toContain('eth7');
  });

  test('an address is taken away only where that is said', () => {
    const kept = connect('public br-ex eth1 keep .*\n', { addresses: eth1('198.51.100.7/24') });
    expect(kept.faults).toContain('eth1 has the address 198.51.100.7/24');
    expect(kept.calls.filter((call) => call.startsWith('ip addr flush') || call.includes('add-port'))).toEqual([]);
    room?.remove();
    const taken = connect('public br-ex eth1 take .*\n', { addresses: eth1('198.51.100.7/24') });
    expect(taken.status).toBe(0);
    expect(taken.calls).toContain('ip addr flush dev eth1 scope global');
  });

  test('the address of the node is never taken away', () => {
    const { status, faults, calls } = connect('public br-ex eth1 take .*\n', { addresses: eth1('192.0.2.5/24') });
    expect(status).toBe(1);
    expect(faults).toContain('carries the address of the node');
    expect(calls.filter((call) => call.startsWith('ip addr flush'))).toEqual([]);
  });

  test('the first line whose nodes fit the whole name counts', () => {
    expect(connect('public - - keep node-.\npublic br-ex eth1 keep .*\n').mapping).toBeUndefined();
    room?.remove();
    expect(connect('public br-a eth1 keep node\npublic br-b eth1 keep .*\n').mapping).toBe('public:br-b');
  });

  test('a bridge without interface is offered: somebody else fills it', () => {
    const { status, mapping, calls } = connect('public br-ex - keep .*\n');
    expect({ status, mapping }).toEqual({ status: 0, mapping: 'public:br-ex' });
    expect(calls.filter((call) => call.includes('add-port'))).toEqual([]);
  });

  test('what an earlier configuration connected is disconnected', () => {
    expect(connect('public br-ex eth1 keep .*\n', { ports: 'eth0\neth1\n' }).calls.filter((call) => call.includes('del-port'))).toEqual(['ovs-vsctl --timeout=30 --if-exists del-port eth0']);
  });

  test('an interface that goes to another bridge leaves the first', () => {
    const calls = connect('public br-new eth1 keep .*\n', { ports: 'eth1\n' }).calls.filter((call) => /(del|add)-port /.test(call));
    expect(calls).toEqual([expect.stringContaining('del-port eth1'), expect.stringContaining('add-port br-new eth1')]);
  });

  test('a mistake does not cut off what an earlier configuration connected', () => {
    const { status, mapping, faults, calls } = connect('public br-ex eth7 keep .*\n', { ports: 'eth1\n' });
    expect({ status, mapping }).toEqual({ status: 1, mapping: 'public:br-ex' });
    expect(faults).toContain('eth7');
    expect(calls.filter((call) => call.includes('del-port'))).toEqual([]);
    room?.remove();
    expect(connect('public br-ex eth7 keep .*\n', { interfaces: [], ports: 'eth1\n' }).mapping).toBeUndefined();
  });

  test('an interface that Open vSwitch cannot open is a fault with its words, is not offered, and keeps its addresses', () => {
    const error = 'could not open network device eth1 (Device or resource busy)';
    const { status, mapping, faults, calls } = connect('public br-ex eth1 take .*\n', { addresses: eth1('198.51.100.7/24'), ofport: '-1', error });
    expect({ status, mapping, faults }).toEqual({ status: 1, mapping: undefined, faults: `physical network public on node node-1: eth1 cannot be put into br-ex: ${error}\n` });
    expect(calls.filter((call) => call.startsWith('ip addr flush'))).toEqual([]);
    room?.remove();
    expect(connect('public br-ex eth1 keep .*\n', { ofport: '' }).faults).toContain('eth1 cannot be put into br-ex');
  });

  test('each run waits for the switch and makes it try again: it changes something', () => {
    expect(connect('public br-ex eth1 keep .*\n', { ports: 'eth1\n' }).calls).toContainEqual(expect.stringMatching(/add-port br-ex eth1 -- set Port eth1 .*external_ids:ccp-checked=\d+$/));
  });

  test('no network, no mapping', () => {
    const { status, calls } = connect('');
    expect(status).toBe(0);
    expect(calls).toContainEqual(expect.stringContaining('remove Open_vSwitch . external_ids ovn-bridge-mappings'));
  });
});
