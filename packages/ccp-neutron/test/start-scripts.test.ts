import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, describe, expect, test } from '@jest/globals';
import { ScriptRoom } from 'ccp-core/testing';

let room: ScriptRoom | undefined;
afterEach(() => room?.remove());

function inRoom(programs: Readonly<Record<string, string>>): ScriptRoom {
  room = new ScriptRoom(new URL('../image/', import.meta.url), programs);
  return room;
}

describe('ovsdb-start', () => {
  const tool = 'case $1 in create) echo made >"$2" ;; needs-conversion) cat "$ROOM/stale" ;; db-version) echo 1.0 ;; schema-version) echo 2.0 ;; esac';
  const programs = { 'ovsdb-tool': tool, 'ovsdb-server': 'for word; do case $word in --config-file=*) cat "${word#*=}" ;; esac; done' };

  test('makes the database when there is none, complete or not at all', () => {
    const { folder, run } = bound(inRoom(programs));
    const { calls } = run([join(folder, 'x.db'), 'schema', '--remote=a']);
    expect(calls).toEqual([`ovsdb-tool create ${folder}/x.db.unfinished schema`, 'ovsdb-server --remote=a']);
    expect(readFileSync(join(folder, 'x.db'), 'utf8')).toBe('made\n');
  });

  test('leaves a database of the same schema alone', () => {
    const here = inRoom(programs);
    here.file('stale', 'no');
    const { calls } = here.run('openvswitch/ovsdb-start.sh', [here.file('x.db', 'data'), 'schema']);
    expect(calls.filter((call) => call.startsWith('ovsdb-tool'))).toEqual([`ovsdb-tool needs-conversion ${here.folder}/x.db schema`]);
  });

  test('keeps a copy of one of another schema and converts it', () => {
    const here = inRoom(programs);
    here.file('stale', 'yes');
    const { calls, stderr } = here.run('openvswitch/ovsdb-start.sh', [here.file('x.db', 'data'), 'schema']);
    expect(calls).toContain(`ovsdb-tool convert ${here.folder}/x.db schema`);
    expect(readFileSync(join(here.folder, 'x.db.1.0'), 'utf8')).toBe('data');
    expect(stderr).toContain('from schema 1.0 to 2.0');
  });

  test('gives the server its settings in a file that it may write', () => {
    const here = inRoom(programs);
    const { stdout } = here.run('openvswitch/ovsdb-start.sh', [join(here.folder, 'x.db'), 'schema'], { env: { CCP_OVSDB_SETTINGS: '{"remotes":{}}' } });
    expect(stdout).toBe('{"remotes":{}}\n');
  });
});

describe('vswitchd-start', () => {
  const programs = {
    'ovs-vsctl': 'case "$*" in *ccp-datapath-type) cat "$ROOM/kept" ;; *ovn-bridge-remote) cat "$ROOM/address" ;; *br-exists*) [ -e "$ROOM/address" ] || exit 2 ;; esac',
    // It listens at the second look.
    'ovs-ofctl': '[ -e "$ROOM/listens" ] || { touch "$ROOM/listens"; exit 1; }',
    'datapath-type': 'echo netdev',
    'ovs-vswitchd': '',
  };
  /** `address`: what the controller was told, on a node that has its bridge. */
  const start = (kept: string, datapath: string, address?: string): readonly string[] => {
    const here = inRoom(programs);
    here.file('kept', kept);
    if (address !== undefined) here.file('address', address);
    return here.run('openvswitch/vswitchd-start.sh', [], { env: { CCP_DATAPATH: datapath } }).calls;
  };
  const asked = (calls: readonly string[]): boolean => calls.some((call) => call.startsWith('datapath-type'));
  const set = 'ovs-vsctl --no-wait --timeout=10 set Open_vSwitch .';
  const netdev = `${set} external_ids:ccp-datapath-type=netdev other_config:userspace-tso-enable=true`;

  test('finds the datapath once, and switches segmentation on before the daemon starts', () => {
    const calls = start('', 'auto');
    expect(asked(calls)).toBe(true);
    expect(calls).toContain(netdev);
    expect(calls.at(-1)).toMatch(/^ovs-vswitchd .*--monitor/);
  });

  test('keeps what was found', () => {
    const calls = start('system\n', 'auto');
    expect(asked(calls)).toBe(false);
    expect(calls).toContain(`${set} external_ids:ccp-datapath-type=system -- remove Open_vSwitch . other_config userspace-tso-enable`);
  });

  test('does what the configuration says', () => expect(start('system\n', 'netdev')).toContain(netdev));

  test('calls the controller, when it listens, by an address that is spelled as it was not', () => {
    const told = `${set} external_ids:ovn-bridge-remote="unix:/run/openvswitch/br-int.mgmt"`;
    const first = start('netdev\n', 'auto', '');
    expect(first.filter((call) => call.startsWith('ovs-ofctl'))).toHaveLength(2);
    expect(first).toContain(told);
    const second = start('netdev\n', 'auto', '"unix:/run/openvswitch/br-int.mgmt"');
    expect(second).toContain('ovs-vsctl --no-wait --timeout=10 remove Open_vSwitch . external_ids ovn-bridge-remote');
    expect(second).not.toContain(told);
  });

  test('calls nobody on a node that has no bridge yet', () => {
    expect(start('netdev\n', 'auto').filter((call) => /ovs-ofctl|bridge-remote/.test(call))).toEqual([]);
  });
});

describe('ovn-controller-start', () => {
  const start = (datapath: string): readonly string[] => {
    // No pause: what would go on in the background ends.
    const programs = { 'ovs-vsctl': `case "$*" in *"get Open_vSwitch . external_ids:ccp-datapath-type") echo ${datapath} ;; esac`, 'ovn-address': 'echo "tcp:$1"', 'provider-networks': '', nft: 'exit 1', sleep: 'exit 1', 'ovn-controller': '' };
    const env = { CCP_NODE: 'node-1', CCP_NODE_ADDRESS: '192.0.2.5', CCP_OVN_SOUTHBOUND: '192.0.2.9:6642', CCP_GATEWAY_NODES: '.*', CCP_WAIT_BEFORE_CLEAR: '8000' };
    return inRoom(programs).run('ovn-host/ovn-controller-start.sh', [], { env, inside: ['/run/ovn'] }).calls;
  };
  const removed = ['nft delete table ip ccp-tunnels', 'ovs-vsctl --no-wait --timeout=10 --if-exists del-br br-phy'];

  test('with the kernel module, takes away what tunnels needed without it, if it is there', () => {
    const calls = start('system');
    expect(calls).toEqual(expect.arrayContaining(removed));
    expect(calls).toContainEqual(expect.stringMatching(/^ovn-controller /));
  });

  test('without it, leaves that', () => {
    const calls = start('netdev');
    for (const call of removed) expect(calls).not.toContain(call);
    expect(calls).toContainEqual(expect.stringMatching(/^ovn-controller /));
  });
});

describe('datapath-type', () => {
  test.each([['system', 0], ['netdev', 1]])('%s', (type, status) => {
    expect(inRoom({ modprobe: 'exit 1', 'ovs-dpctl': `exit ${status}` }).run('openvswitch/datapath-type.sh').stdout).toBe(`${type}\n`);
  });
});

describe('addresses of OVN', () => {
  const getent = { getent: '[ "$2" = nb.svc ] && echo "192.0.2.1 STREAM nb.svc" || echo "2001:db8::1 STREAM"' };

  test.each([['nb.svc:6641', 'tcp:192.0.2.1:6641'], ['sb.svc:6642', 'tcp:[2001:db8::1]:6642']])('%s', (place, address) => {
    expect(inRoom(getent).run('ovn-address.sh', [place]).stdout).toBe(`${address}\n`);
  });

  test('reach programs of Neutron as options', () => {
    const here = inRoom({ 'ovn-address': 'echo "tcp:$1"', show: 'echo "$OS_OVN__OVN_NB_CONNECTION ${OS_OVN__OVN_SB_CONNECTION-unset}"' });
    expect(here.run('neutron/with-ovn.sh', ['show'], { env: { CCP_OVN_NORTHBOUND: 'nb:1' } }).stdout).toBe('tcp:nb:1 unset\n');
  });
});

function bound(here: ScriptRoom): { folder: string; run: (args: readonly string[]) => ReturnType<ScriptRoom['run']> } {
  expect(existsSync(join(here.folder, 'x.db'))).toBe(false);
  return { folder: here.folder, run: (args) => here.run('openvswitch/ovsdb-start.sh', args) };
}
