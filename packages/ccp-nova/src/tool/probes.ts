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

/** Pings from this host, with the program of an image of ours: hosts need not have one, nor the right to use it. */
export async function ping(context: ToolContext, address: string, sent: number): Promise<PingCount> {
  const stdout = new PassThrough();
  const said = text(stdout);
  const image = await context.imageReference(novaComputeImage);
  const command = ['-n', '-q', '-c', String(sent), '-i', '0.2', '-W', '1', address];
  await connectDocker().run({ image, entrypoint: ['/usr/bin/ping'], command, network: 'host', stdout, stderr: new PassThrough().resume(), signal: context.signal });
  stdout.end();
  return { sent, received: Number(/(\d+) received/.exec(await said)?.[1] ?? 0) };
}

/** What a connection came to: the first bytes of the answer to a request of HTTP; undefined when nobody answers in time. */
export async function httpAnswer(address: string, limitMs: number, signal: AbortSignal): Promise<string | undefined> {
  return new Promise((resolve) => {
    const socket = connect({ host: address, port: 80, signal });
    const end = (answer: string | undefined): void => {
      socket.destroy();
      resolve(answer);
    };
    socket.setTimeout(limitMs, () => end(undefined));
    socket.on('error', () => end(undefined));
    socket.on('connect', () => socket.write(`GET / HTTP/1.0\r\nHost: ${address}\r\n\r\n`));
    socket.on('data', (data) => end(data.toString('utf8')));
    socket.on('end', () => end(undefined));
  });
}
