import { InputError, parseInput } from './input.ts';
import { waitForAll } from './wait.ts';

const credentials = '/var/run/secrets/kubernetes.io/serviceaccount';

// As process 1 of a container there is no default action for signals. Nothing needs to be put in order.
for (const signal of ['SIGTERM', 'SIGINT'] as const) process.once(signal, () => process.exit(signal === 'SIGTERM' ? 143 : 130));

try {
  const input = parseInput(process.env.CCP_ENTRYPOINT, process.env.CCP_NODE_NAME);
  const connection = { host: process.env.KUBERNETES_SERVICE_HOST ?? 'kubernetes.default.svc', port: Number(process.env.KUBERNETES_SERVICE_PORT ?? 443), credentials };
  await waitForAll(input, connection, (report) => console.log(JSON.stringify({ time: new Date().toISOString(), ...report })), new AbortController().signal);
} catch (cause) {
  if (!(cause instanceof InputError)) throw cause;
  console.error(`ccp-entrypoint: ${cause.message}`);
  process.exitCode = 2;
}
