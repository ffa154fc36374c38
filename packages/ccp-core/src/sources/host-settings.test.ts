import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { execFileSync } from 'node:child_process';
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { hostMirrors } from './host-apt.ts';
import { hostCertificates } from './host-certificates.ts';
import { readHostSettings, renderAptConf, renderEnvironment } from './host-settings.ts';

let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'ccp-test-'));
});
afterEach(() => rm(folder, { recursive: true }));

const certificate = (name: string): string => `-----BEGIN CERTIFICATE-----\n${name}\n-----END CERTIFICATE-----\n`;

describe('environment for network steps', () => {
  test('a shell reads every value as it is', () => {
    const values = { A: `it's "$HOME" \`x\` \\`, B: 'plain', C: '' };
    const text = execFileSync('sh', ['-euc', `${renderEnvironment(values)}printf '%s\\n' "$A" "$B" "$C"`], { encoding: 'utf8' });
    expect(text).toBe(`${values.A}\nplain\n\n`);
  });

  test('clients find the certificates, and proxies go their own way', async () => {
    const { files, proxies } = await readHostSettings(['trixie'], { https_proxy: 'http://p.example:3128', HOME: folder });
    const texts = Object.fromEntries(files.map(({ path, content }) => [path, String(content)]));
    expect(texts['env']).toContain("export SSL_CERT_FILE='/run/ccp-build/ca.crt'\n");
    expect(texts['env']).toContain("export PIP_CERT='/run/ccp-build/ca.crt'\n");
    expect(texts['env']).not.toContain('p.example');
    expect(texts['ca.crt']).toContain('BEGIN CERTIFICATE');
    expect(texts['apt/trixie.conf']).toContain('Acquire::https::CaInfo "/run/ccp-build/ca.crt";');
    expect(proxies).toEqual({ https_proxy: 'http://p.example:3128' });
  });
});

describe('settings of apt', () => {
  test("the host's mirrors replace the image's sources", () => {
    expect(renderAptConf('trixie', { archive: 'http://m.example/debian' }, [])).toContain('Dir::Etc::sourcelist "/run/ccp-build/apt/trixie.list";\nDir::Etc::sourceparts "-";');
  });

  test("without mirrors of Debian on the host the image's own sources hold", () => {
    expect(renderAptConf('trixie', undefined, [])).not.toContain('sourcelist');
  });
});

describe('package sources of the host', () => {
  test('both formats and both places are read; a file of mirrors is followed', async () => {
    await mkdir(join(folder, 'sources.list.d'));
    await writeFile(join(folder, 'mirrors.txt'), '# mirrors\nhttp://cloud.example/debian\n');
    await writeFile(join(folder, 'sources.list'), 'deb http://s.example/debian-security bookworm-security main\n');
    await writeFile(join(folder, 'sources.list.d', 'debian.sources'), `Types: deb\nURIs: mirror+file://${folder}/mirrors.txt\nSuites: bookworm\nComponents: main\n`);
    await writeFile(join(folder, 'sources.list.d', 'off.sources.disabled'), 'Types: deb\nURIs: http://no.example\nSuites: bookworm\nComponents: main\n');
    expect(await hostMirrors(folder)).toEqual({ archive: 'http://cloud.example/debian', security: 'http://s.example/debian-security' });
  });

  test('a host without apt has none', async () => {
    expect(await hostMirrors(join(folder, 'none'))).toBeUndefined();
  });
});

describe('certificates of the host', () => {
  test('authorities that only Node was told about are added to the bundle', async () => {
    await writeFile(join(folder, 'bundle.pem'), certificate('bundle'));
    await writeFile(join(folder, 'extra.pem'), certificate('extra'));
    const text = await hostCertificates({ SSL_CERT_FILE: join(folder, 'bundle.pem'), NODE_EXTRA_CA_CERTS: join(folder, 'extra.pem') });
    expect(text).toBe(certificate('bundle') + certificate('extra'));
  });

  test('the same file is not added twice', async () => {
    const file = join(folder, 'bundle.pem');
    await writeFile(file, certificate('bundle'));
    expect(await hostCertificates({ SSL_CERT_FILE: file, NODE_EXTRA_CA_CERTS: file })).toBe(certificate('bundle'));
  });
});
