import { setTimeout as sleep } from 'node:timers/promises';
import type { AccountInput } from '../src/account-job.ts';

/** The broker is up when this starts; what can still happen is that its pod is being replaced. */
const patienceMs = 60_000;
const pauseMs = 1_000;

const input = JSON.parse(process.env['CCP_ACCOUNT'] ?? '{}') as AccountInput;
const login = `Basic ${Buffer.from(`${input.adminUser}:${process.env['CCP_ADMIN_PASSWORD'] ?? ''}`).toString('base64')}`;

/** PUT makes or changes, so that all of this may be done again. */
async function put(path: string, body: unknown): Promise<void> {
  const began = performance.now();
  for (;;) {
    const fault = await attempt(path, body);
    if (fault === undefined) return;
    if (!fault.passes || performance.now() - began > patienceMs) throw new Error(`PUT ${path}: ${fault.text}`);
    await sleep(pauseMs);
  }
}

async function attempt(path: string, body: unknown): Promise<{ readonly text: string; readonly passes: boolean } | undefined> {
  try {
    const answer = await fetch(`${input.url}/api${path}`, { method: 'PUT', headers: { authorization: login, 'content-type': 'application/json' }, body: JSON.stringify(body), signal: AbortSignal.timeout(20_000) });
    return answer.ok ? undefined : { text: `${answer.status} ${await answer.text()}`, passes: answer.status >= 500 };
  } catch (cause) {
    return { text: String((cause as Error).cause ?? cause), passes: true };
  }
}

try {
  if (input.version !== 1) throw new Error('version 1 of the input in CCP_ACCOUNT is understood');
  const name = encodeURIComponent(input.account);
  await put(`/vhosts/${name}`, { default_queue_type: 'quorum' });
  await put(`/users/${name}`, { password: process.env['CCP_ACCOUNT_PASSWORD'] ?? '', tags: '' });
  await put(`/permissions/${name}/${name}`, { configure: '.*', write: '.*', read: '.*' });
  // Notifications that nobody fetches must not fill the disk.
  await put(`/policies/${name}/notifications`, { pattern: '^(versioned_)?notifications\\.', 'apply-to': 'queues', definition: { 'max-length': input.notificationLimit, overflow: 'drop-head' } });
  console.log(`virtual host and account ${input.account} are there`);
} catch (cause) {
  console.error(`rabbitmq-account: ${(cause as Error).message}`);
  process.exitCode = 1;
}
