import { afterEach, describe, expect, test } from '@jest/globals';
import { ScriptRoom, type ScriptRun } from 'ccp-core/testing';

const programs = {
  'ovs-vsctl': 'case "$*" in *"find Interface"*) cat "$ROOM/tunnels" ;; esac',
  'ovs-ofctl': 'case "$*" in *dump-flows*) cat "$ROOM/flows" ;; *replace-flows*) cat >"$ROOM/written"; cat "$ROOM/written" ;; esac',
  ip: 'case "$*" in "-o -4 addr show to 192.0.2.5") echo "2: eth0    inet 192.0.2.5/24 scope global eth0" ;; esac',
  nft: 'exit "$(cat "$ROOM/nft")"',
};

let room: ScriptRoom | undefined;
afterEach(() => room?.remove());

function underlay({ tunnels = 'ovn-b\n', flows = '', nft = '0', address = '192.0.2.5' }: { tunnels?: string; flows?: string; nft?: string; address?: string } = {}): ScriptRun {
  room = new ScriptRoom(new URL('../image/', import.meta.url), programs);
  for (const [name, text] of Object.entries({ tunnels, flows, nft })) room.file(name, text);
  return room.run('ovn-host/tunnel-underlay.sh', [], { env: { CCP_NODE_ADDRESS: address } });
}

const flow = ' cookie=0x636370, duration=1s, priority=100\n';

describe('tunnel-underlay', () => {
  test('a node without tunnels is left alone', () => {
    expect(underlay({ tunnels: '' }).calls).toEqual([expect.stringContaining('find Interface type=geneve')]);
  });

  test('makes the interface of the node a port, with the four flows of tunnels', () => {
    const { status, stdout, calls } = underlay();
    expect(status).toBe(0);
    expect(calls).toContainEqual(expect.stringContaining('--may-exist add-port br-phy eth0'));
    expect(calls).toContain('ip addr replace 169.254.99.1/32 dev br-phy');
    expect(stdout.trim().split('\n')).toEqual([
      'cookie=0x636370,priority=110,in_port=eth0,udp,nw_src=192.0.2.5,tp_dst=6081,actions=in_port',
      'cookie=0x636370,priority=110,in_port=eth0,arp,arp_spa=192.0.2.5,actions=in_port',
      'cookie=0x636370,priority=100,in_port=eth0,udp,nw_dst=192.0.2.5,tp_dst=6081,actions=LOCAL',
      'cookie=0x636370,priority=100,in_port=eth0,arp,arp_op=2,arp_tpa=192.0.2.5,actions=LOCAL',
    ]);
  });

  test('puts back what a new start of the switch has lost, and only then does anything', () => {
    expect(underlay({ flows: flow.repeat(3) }).calls.some((call) => call.includes('replace-flows'))).toBe(true);
    room?.remove();
    expect(underlay({ flows: flow.repeat(4) }).calls.some((call) => call.includes('replace-flows') || call.startsWith('ip '))).toBe(false);
  });

  test('works without the firewall rule', () => {
    const { status, calls } = underlay({ nft: '1' });
    expect(status).toBe(0);
    expect(calls.some((call) => call.includes('replace-flows'))).toBe(true);
  });

  test('says which address no interface has', () => {
    const { status, stderr } = underlay({ address: '192.0.2.9' });
    expect(status).toBe(1);
    expect(stderr).toContain('192.0.2.9');
  });
});
