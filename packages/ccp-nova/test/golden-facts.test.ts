import { readFileSync } from 'node:fs';
import { describe, expect, test } from '@jest/globals';
import { parseAllDocuments } from 'yaml';

interface Rendered {
  kind: string;
  stringData?: Record<string, string>;
  spec?: { updateStrategy?: { type: string }; template?: { spec: { hostNetwork?: boolean; hostPID?: boolean; securityContext?: { runAsUser?: number }; containers: { securityContext: { privileged?: boolean; runAsUser?: number } }[]; volumes: { hostPath?: { path: string } }[] } } };
}

function rendered(service: string): Rendered[] {
  return parseAllDocuments(readFileSync(new URL(`./golden/${service}.yaml`, import.meta.url), 'utf8')).map((document) => document.toJS() as Rendered);
}

function dockerfileOf(image: string): string {
  return readFileSync(new URL(`./golden/${image}.Dockerfile`, import.meta.url), 'utf8');
}

/** Packages of Debian that an image gets over its base. */
function packagesOf(image: string): string[] {
  return /# apt: ([^\\]*)\\n/.exec(dockerfileOf(image))?.[1]?.split(' ') ?? [];
}

/** nova.conf as the daemon reads it. */
function confOf(service: string): string {
  return rendered(service).find(({ stringData }) => stringData?.['nova.conf'] !== undefined)?.stringData?.['nova.conf'] ?? '';
}

describe('nova.conf', () => {
  test('of a hypervisor names no database', () => {
    expect(confOf('nova-compute')).not.toMatch(/\[(api_)?database\]|mysql/);
    expect(confOf('nova-conductor')).toMatch(/\[api_database\]\nconnection = mysql[\s\S]*\[database\]\nconnection = mysql/);
  });

  test('has the queue options of the message bus in every process', () => {
    for (const service of ['nova', 'nova-metadata', 'nova-conductor', 'nova-scheduler', 'nova-novncproxy', 'nova-compute']) expect([service, confOf(service)]).toEqual([service, expect.stringContaining('rabbit_quorum_queue = true')]);
  });

  test('lets the control plane send agents what the oldest of them understands', () => {
    for (const service of ['nova', 'nova-conductor', 'nova-scheduler', 'nova-novncproxy']) expect([service, confOf(service)]).toEqual([service, expect.stringContaining('[upgrade_levels]\ncompute = auto\n')]);
  });

  test('tells only the metadata service with what proxies sign', () => {
    const with_ = ['nova', 'nova-metadata', 'nova-conductor', 'nova-compute'].filter((service) => confOf(service).includes('metadata_proxy_shared_secret'));
    expect(with_).toEqual(['nova-metadata']);
  });
});

describe('what runs on hypervisors', () => {
  test('libvirt changes only when its pod is deleted, the agent by itself', () => {
    const strategy = (service: string): string | undefined => rendered(service).find(({ kind }) => kind === 'DaemonSet')?.spec?.updateStrategy?.type;
    expect([strategy('libvirt'), strategy('nova-compute')]).toEqual(['OnDelete', 'RollingUpdate']);
  });

  test('only root can use libvirt, which asks nobody who he is; both its pod and the agent are root', () => {
    const options = readFileSync(new URL('../image/libvirt/libvirtd.conf', import.meta.url), 'utf8');
    for (const socket of ['ro', 'rw']) expect(options).toContain(`unix_sock_${socket}_perms = "0700"\n`);
    for (const service of ['libvirt', 'nova-compute']) {
      const pod = rendered(service).find(({ kind }) => kind === 'DaemonSet')?.spec?.template?.spec;
      expect([service, dockerfileOf(service).trimEnd().endsWith('USER 0:0'), pod?.securityContext?.runAsUser, pod?.containers[0]?.securityContext.runAsUser]).toEqual([service, true, undefined, undefined]);
    }
  });

  test('keeps what guests need on the node', () => {
    const pod = rendered('libvirt').find(({ kind }) => kind === 'DaemonSet')?.spec?.template?.spec;
    expect(pod).toMatchObject({ hostNetwork: true, hostPID: true });
    const paths = (pod?.volumes ?? []).flatMap(({ hostPath }) => (hostPath === undefined ? [] : [hostPath.path]));
    expect(paths).toEqual(expect.arrayContaining(['/run/libvirt', '/var/lib/libvirt', '/etc/libvirt/qemu', '/var/lib/nova', '/dev', '/sys/fs/cgroup']));
  });

  test('has the programs with which Nova makes config drives and ephemeral disks', () => {
    expect(confOf('nova-compute')).toContain('\nmkisofs_cmd = xorrisofs\n');
    expect(packagesOf('nova-compute')).toEqual(expect.arrayContaining(['xorriso', 'e2fsprogs', 'dosfstools']));
  });

  test('has an ssh that can fail: without the program Nova puts an instance into ERROR whose resize goes to another node', () => {
    expect(packagesOf('nova-compute')).toContain('openssh-client');
  });

  test('nothing of the control plane shares anything with its node', () => {
    for (const service of ['placement', 'nova', 'nova-metadata', 'nova-conductor', 'nova-scheduler', 'nova-novncproxy']) {
      const pod = rendered(service).find(({ kind }) => kind === 'Deployment' || kind === 'StatefulSet')?.spec?.template?.spec;
      expect([service, pod?.hostNetwork, pod?.containers[0]?.securityContext.privileged]).toEqual([service, undefined, undefined]);
    }
  });
});
