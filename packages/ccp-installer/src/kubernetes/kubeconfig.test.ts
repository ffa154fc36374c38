import { describe, expect, test } from '@jest/globals';
import { parse, stringify } from 'yaml';
import { certificateAuthority, readAccess, rewriteServer } from './kubeconfig.ts';

const base64 = (text: string): string => Buffer.from(text).toString('base64');
const admin = stringify({
  apiVersion: 'v1',
  kind: 'Config',
  'current-context': 'a',
  clusters: [{ name: 'dev', cluster: { server: 'https://172.31.80.11:6443', 'certificate-authority-data': base64('CA') } }],
  contexts: [{ name: 'a', context: { cluster: 'dev', user: 'admin' } }],
  users: [{ name: 'admin', user: { 'client-certificate-data': base64('CERT'), 'client-key-data': base64('KEY') } }],
});

describe('kubeconfig', () => {
  test('on the host only the server differs', () => {
    const expected = parse(admin) as { clusters: [{ cluster: { server: string } }] };
    expected.clusters[0].cluster.server = 'https://127.0.0.1:16443';
    expect(parse(rewriteServer(admin, 16443))).toEqual(expected);
  });

  test('access is decoded', () => {
    const { server, ca, cert, key } = readAccess(admin);
    expect([server, String(ca), String(cert), String(key)]).toEqual(['https://172.31.80.11:6443', 'CA', 'CERT', 'KEY']);
    expect(certificateAuthority(admin)).toBe(base64('CA'));
  });

  test('one without credentials is refused with a code', () => {
    expect(() => readAccess('apiVersion: v1\nkind: Config\n')).toThrow(expect.objectContaining({ code: 'CLUSTER_FAILED' }));
  });
});
