import { existsSync, mkdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, describe, expect, test } from '@jest/globals';
import { ScriptRoom, type ScriptRun } from 'ccp-core/testing';

let room: ScriptRoom | undefined;
afterEach(() => room?.remove());

function inRoom(programs: Readonly<Record<string, string>> = {}): ScriptRoom {
  room = new ScriptRoom(new URL('../image/', import.meta.url), programs);
  return room;
}

const emulator = '/usr/bin/qemu-system-x86_64.real';

describe('probe-kvm', () => {
  /** `said`: what a guest prints; undefined: there is no device. */
  const probe = (said: string | undefined): ScriptRun => {
    const here = inRoom();
    here.program(emulator, `echo '${said ?? ''}'`);
    // What is asked is whether it is a device.
    if (said !== undefined) here.link('/dev/kvm', '/dev/null');
    return here.run('libvirt/probe-kvm.sh', [], { inside: ['/dev/kvm', emulator] });
  };

  test('a guest that runs is the proof', () => {
    const { stdout, stderr, calls } = probe('Booting\nccp-guest-runs');
    expect([stdout, stderr]).toEqual(['kvm\n', '']);
    expect(calls).toEqual([expect.stringMatching(/^qemu-system-x86_64\.real -accel kvm -cpu host .*-kernel \/usr\/share\/ccp\/probe\/kernel/)]);
  });

  test('without the device guests are emulated, and nothing is tried', () => {
    expect(probe(undefined)).toMatchObject({ status: 0, stdout: 'qemu\n', stderr: 'There is no /dev/kvm here, so guests are emulated.\n'.replace('/dev/kvm', `${room?.folder}/dev/kvm`), calls: [] });
  });

  test('a device with which no guest comes up counts as none; what was said last is told', () => {
    const { status, stdout, stderr } = probe('one\ntwo\nthree\nKVM: entry failed, hardware error 0x7');
    expect([status, stdout]).toEqual([0, 'qemu\n']);
    expect(stderr).toMatch(/^A guest does not start with KVM here.*\ntwo\nthree\nKVM: entry failed, hardware error 0x7\n$/);
  });
});

describe('emulator', () => {
  const groups = '/sys/fs/cgroup';
  const guest = ['-name', 'guest=instance-1', '-m', '192'];
  const inside = [emulator, groups, '/proc/self', '/var/lib/nova/emulator', '/usr/share/ccp/emulator-version'];

  /** A node: `own`, the lines of /proc/self/cgroup; `hierarchies`: folders with a list of processes. */
  const node = (own: string, hierarchies: readonly string[], programs: Readonly<Record<string, string>> = {}): ScriptRoom => {
    const here = inRoom(programs);
    here.program(emulator, 'echo "modules ${QEMU_MODULE_DIR:-none}"');
    here.file('/proc/self/cgroup', own);
    here.file('/proc/self/oom_score_adj', '1000\n');
    here.file('/usr/share/ccp/emulator-version', '10.0-1\n');
    for (const hierarchy of hierarchies) here.file(join(groups, hierarchy, 'cgroup.procs'), '');
    return here;
  };
  const start = (here: ScriptRoom, args: readonly string[] = guest): ScriptRun => here.run('libvirt/emulator.sh', args, { inside });
  /** Who entered the group of guests in a hierarchy; undefined: there is none. */
  const entered = ({ folder }: ScriptRoom, hierarchy: string): string | undefined => {
    const file = join(folder, groups, hierarchy, 'ccp-guests/cgroup.procs');
    return existsSync(file) ? readFileSync(file, 'utf8') : undefined;
  };

  test('a guest leaves the groups of the pod, and stays where libvirt has placed it', () => {
    const here = node('3:cpu,cpuacct:/machine/qemu-1\n2:freezer:/kubepods/burstable/pod1/c\n1:name=systemd:/kubepods.slice/kubepods-pod1.slice/c\n', ['cpu,cpuacct', 'freezer', 'systemd']);
    const { status, calls } = start(here);
    expect([status, calls]).toEqual([0, [`qemu-system-x86_64.real ${guest.join(' ')}`]]);
    expect(['cpu,cpuacct', 'freezer', 'systemd'].map((hierarchy) => entered(here, hierarchy))).toEqual([undefined, '0\n', '0\n']);
  });

  test('a new group for processors gets those of its parent first, without which nothing can enter it', () => {
    const mkdir = '/bin/mkdir "$@"; [ "${1%/cpuset/*}" = "$1" ] || touch "$1/cpuset.cpus" "$1/cpuset.mems"';
    const here = node('2:cpuset:/kubepods/pod1\n', ['cpuset'], { mkdir });
    here.file(join(groups, 'cpuset/cpuset.cpus'), '0-3\n');
    here.file(join(groups, 'cpuset/cpuset.mems'), '0\n');
    expect(start(here).status).toBe(0);
    expect(['cpuset.cpus', 'cpuset.mems'].map((file) => readFileSync(join(here.folder, groups, 'cpuset/ccp-guests', file), 'utf8'))).toEqual(['0-3\n', '0\n']);
  });

  test.each([
    ['leaves the only group of version 2', '0::/kubepods.slice/kubepods-pod1.slice/c\n', '0\n'],
    ['stays in that of version 2 where libvirt has placed it', '0::/machine.slice/machine-qemu.scope\n', undefined],
  ])('a guest %s', (_, own, processes) => {
    const here = node(own, ['']);
    here.file(join(groups, 'cgroup.controllers'), 'cpu memory\n');
    expect([start(here).status, entered(here, '')]).toEqual([0, processes]);
  });

  test('no guest is started that cannot leave: it would end with the pod', () => {
    const here = node('2:freezer:/kubepods/pod1\n', ['freezer']);
    mkdirSync(join(here.folder, groups, 'freezer/ccp-guests/cgroup.procs'), { recursive: true });
    const { status, calls } = start(here);
    expect([status === 0, calls]).toEqual([false, []]);
  });

  test('questions about the emulator are passed on from where they are asked', () => {
    const here = node('2:freezer:/kubepods/pod1\n', ['freezer']);
    expect(start(here, ['-machine', 'none', '-qmp', 'unix:/x']).calls).toEqual(['qemu-system-x86_64.real -machine none -qmp unix:/x']);
    expect([entered(here, 'freezer'), readFileSync(join(here.folder, '/proc/self/oom_score_adj'), 'utf8')]).toEqual([undefined, '1000\n']);
  });

  test('a guest reads the files of its emulator on the node, and is not the first to be ended for memory', () => {
    const here = node('', []);
    here.file('/var/lib/nova/emulator/10.0-1/share/bios.bin', '');
    const files = `${here.folder}/var/lib/nova/emulator/10.0-1`;
    const { stdout, calls } = start(here);
    expect([stdout, calls]).toEqual([`modules ${files}/modules\n`, [`qemu-system-x86_64.real -L ${files}/share ${guest.join(' ')}`]]);
    expect(readFileSync(join(here.folder, '/proc/self/oom_score_adj'), 'utf8')).toBe('0\n');
  });
});

describe('connected', () => {
  const header = '  sl  local_address rem_address   st tx_queue rx_queue tr tm->when retrnsmt   uid  timeout inode\n';
  /** A connection from port 40000 to a port of 192.0.2.1. */
  const connection = (port: string, state: string, inode: number): string => `   0: 0100007F:9C40 010200C0:${port} ${state} 00000000:00000000 00:00000000 00000000 42411 0 ${inode} 1\n`;
  /** `held`: sockets that processes of the container have. */
  const connected = (connections: string, held: readonly number[]): number | null => {
    const here = inRoom();
    here.file('/proc/net/tcp', header + connections);
    held.forEach((inode, index) => here.link(`/proc/7/fd/${index}`, `socket:[${inode}]`));
    return here.run('connected.sh', ['5672'], { inside: ['/proc/'] }).status;
  };

  test.each<[string, string, readonly number[], boolean]>([
    ['a connection of a process of the container', connection('1628', '01', 4711), [4711], true],
    ['one of several', connection('1F90', '01', 1) + connection('1628', '01', 2), [1, 2], true],
    ['one of somebody else on the node', connection('1628', '01', 4711), [9], false],
    ['one to another port', connection('1F90', '01', 4711), [4711], false],
    ['one that is still being opened', connection('1628', '02', 4711), [4711], false],
    ['none', '', [4711], false],
  ])('%s', (_, connections, held, expected) => {
    expect(connected(connections, held) === 0).toBe(expected);
  });
});
