import { readFile, writeFile } from 'node:fs/promises';
import { describe, expect, test } from '@jest/globals';
import { parseAllDocuments } from 'yaml';
import { readSettings } from '../settings.ts';
import { renderCorednsPatch, renderDiscovery, renderInit, renderJoin } from './kubeadm.ts';
import { planCluster } from './plan.ts';

const settings = readSettings({ section: { name: 'golden', nodes: 2 }, environment: { name: 'dev', namespace: 'dev' } });
const plan = planCluster(settings);
const token = 'abcdef.0123456789abcdef';
const golden = (name: string): URL => new URL(`../../test/kubeadm/${name}`, import.meta.url);

async function expectGolden(name: string, text: string): Promise<void> {
  if (process.env['UPDATE_GOLDEN'] === '1') await writeFile(golden(name), text);
  expect(text).toBe(await readFile(golden(name), 'utf8'));
}

interface ClusterDocument {
  readonly kind: string;
  readonly etcd?: { readonly local: { readonly extraArgs: readonly { readonly name: string }[] } };
}

function clusterDocument(text: string): ClusterDocument | undefined {
  return parseAllDocuments(text)
    .map((document) => document.toJS() as ClusterDocument)
    .find(({ kind }) => kind === 'ClusterConfiguration');
}

describe('configuration of kubeadm', () => {
  test('init', () => expectGolden('kubeadm-init.yaml', renderInit(plan, token)));
  test('join', () => expectGolden('kubeadm-join.yaml', renderJoin(plan.nodes[1]!, token)));
  test('discovery', () => expectGolden('discovery.yaml', renderDiscovery(plan, 'Q0E=', token)));
  test('patch of CoreDNS', () => expectGolden('coredns-patch.yaml', renderCorednsPatch()));

  test('etcd keeps fsync unless a test asks otherwise', () => {
    const names = (unsafeNoFsync: boolean): string[] =>
      clusterDocument(renderInit(planCluster({ ...settings, unsafeNoFsync }), token))?.etcd?.local.extraArgs.map(({ name }) => name) ?? [];
    expect(names(false)).not.toContain('unsafe-no-fsync');
    expect(names(true)).toContain('unsafe-no-fsync');
  });
});
