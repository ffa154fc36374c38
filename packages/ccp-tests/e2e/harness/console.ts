import { randomBytes } from 'node:crypto';
import { once } from 'node:events';
import { request, type IncomingMessage } from 'node:http';
import type { Socket } from 'node:net';

/** Of a short frame that is not masked, as servers send them. */
const frameHeaderBytes = 2;
/** A binary frame that is the last of its message. */
const binaryFrame = 0x82;

/**
 * What a screen says first through the WebSocket that noVNC's page at `url` opens: the version of its protocol, 12 bytes. Throws when nothing comes within
 * 10 s, and when what comes is no binary frame: the proxy closes the connection of a token that it does not know.
 */
export async function screenGreeting(url: string): Promise<string> {
  const page = new URL(url);
  const target = new URL(`/${page.searchParams.get('path') ?? ''}`, page);
  const headers = { connection: 'Upgrade', upgrade: 'websocket', origin: page.origin, 'sec-websocket-version': '13', 'sec-websocket-key': randomBytes(16).toString('base64'), 'sec-websocket-protocol': 'binary' };
  const signal = AbortSignal.timeout(10_000);
  const asked = request(target, { headers, signal }).end();
  const [, socket, head] = (await once(asked, 'upgrade', { signal })) as [IncomingMessage, Socket, Buffer];
  socket.setTimeout(10_000, () => socket.destroy(new Error('the screen says nothing')));
  socket.unshift(head);
  let frame = Buffer.alloc(0);
  for await (const chunk of socket) {
    frame = Buffer.concat([frame, chunk as Buffer]);
    if (frame.length >= frameHeaderBytes + 12) break;
  }
  if (frame[0] !== binaryFrame) throw new Error(`no binary frame: ${frame.toString('hex')}`);
  return frame.subarray(frameHeaderBytes, frameHeaderBytes + 12).toString('latin1');
}
