import { connect } from 'node:net';
import { PassThrough } from 'node:stream';
import { text } from 'node:stream/consumers';
import { connectDocker, type ToolContext } from 'ccp-core';
import { novaComputeImage } from '../control/images.ts';

/** Answers that came, of how many. */
export interface PingCount {
  readonly sent: number;
  readonly received: number;
}

/** What a request of HTTP came to: the first bytes of its answer; nothing at all, not even a connection; or something else. */
export type HttpOutcome = { readonly kind: 'answer'; readonly text: string } | { readonly kind: 'silence' } | { readonly kind: 'fault'; readonly reason: string };

/** Looks at an address from outside of the cloud. */
export interface Probes {
  /** `packetBytes`: size of the IPv4 packets, which nobody on the way may cut then. Default: small ones. */
  ping(address: string, sent: number, packetBytes?: number): Promise<PingCount>;
  /** Asks port 80, for at most 3 s. */
  http(address: string): Promise<HttpOutcome>;
}

/** Headers of IPv4 and of ICMP. */
const headerBytes = 28;
const httpLimitMs = 3000;

/** Probes from this host. */
export function hostProbes(context: ToolContext): Probes {
  return { ping: (address, sent, packetBytes) => ping(context, address, sent, packetBytes), http: (address) => httpOutcome(address, 80, httpLimitMs, context.signal) };
}

/** With the program of an image of ours: hosts need not have one, nor the right to use it. */
async function ping(context: ToolContext, address: string, sent: number, packetBytes?: number): Promise<PingCount> {
  const stdout = new PassThrough();
  const said = text(stdout);
  const image = await context.imageReference(novaComputeImage);
  const whole = packetBytes === undefined ? [] : ['-M', 'do', '-s', String(packetBytes - headerBytes)];
  const command = ['-n', '-q', '-c', String(sent), '-i', '0.2', '-W', '1', ...whole, address];
  await connectDocker().run({ image, entrypoint: ['/usr/bin/ping'], command, network: 'host', stdout, stderr: new PassThrough().resume(), signal: context.signal });
  stdout.end();
  return { sent, received: Number(/(\d+) received/.exec(await said)?.[1] ?? 0) };
}

/** One request. A connection that is refused, or accepted without an answer, is a fault: something let the packets pass. */
export async function httpOutcome(host: string, port: number, limitMs: number, signal: AbortSignal): Promise<HttpOutcome> {
  return new Promise((resolve) => {
    const socket = connect({ host, port, signal });
    const end = (outcome: HttpOutcome): void => {
      socket.destroy();
      resolve(outcome);
    };
    socket.setTimeout(limitMs, () => end(socket.connecting ? { kind: 'silence' } : { kind: 'fault', reason: 'connected, but silent' }));
    socket.on('error', ({ message }) => end({ kind: 'fault', reason: message }));
    socket.on('connect', () => socket.write(`GET / HTTP/1.0\r\nHost: ${host}\r\n\r\n`));
    socket.on('data', (data) => end({ kind: 'answer', text: data.toString('utf8') }));
    socket.on('end', () => end({ kind: 'fault', reason: 'closed without an answer' }));
  });
}
