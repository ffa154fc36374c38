import { readFile } from 'node:fs/promises';
import { rootCertificates } from 'node:tls';

/** Where distributions keep the bundle of all authorities (as in Go's crypto/x509/root_linux.go). */
const usualBundles = [
  '/etc/ssl/certs/ca-certificates.crt',
  '/etc/pki/tls/certs/ca-bundle.crt',
  '/etc/ssl/ca-bundle.pem',
  '/etc/pki/ca-trust/extracted/pem/tls-ca-bundle.pem',
  '/etc/ssl/cert.pem',
];

/**
 * All authorities that this host trusts, in PEM: the bundle of SSL_CERT_FILE or of the distribution, else Node's own, and
 * those of NODE_EXTRA_CA_CERTS.
 */
export async function hostCertificates(env: Readonly<Record<string, string | undefined>>): Promise<string> {
  const extraFile = env['NODE_EXTRA_CA_CERTS'];
  const candidates = [env['SSL_CERT_FILE'], ...usualBundles].filter((file) => file !== undefined && file !== '');
  const bundles = await Promise.all(candidates.map((file) => readText(file)));
  const bundle = bundles.find((text) => text.includes('-----BEGIN CERTIFICATE-----')) ?? rootCertificates.join('\n');
  const extra = extraFile === undefined ? '' : await readText(extraFile);
  return bundle.includes(extra) ? bundle : `${bundle.trimEnd()}\n${extra}`;
}

async function readText(file: string | undefined): Promise<string> {
  return file === undefined ? '' : readFile(file, 'utf8').catch(() => '');
}
