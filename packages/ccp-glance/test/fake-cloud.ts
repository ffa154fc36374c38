import { once } from 'node:events';
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { buffer } from 'node:stream/consumers';

/** Project of the token. */
export const ownProject = 'p-service';

/** An image that {@link FakeCloud} holds. */
export interface FakeImage {
  id: string;
  name: string;
  status: string;
  owner: string;
  os_hidden: boolean;
  content?: string;
  [property: string]: unknown;
}

/** Keystone (`/v3`), Glance (`/v2`) and a web server (`/files`) in one, as far as the upload program uses them. */
export class FakeCloud {
  readonly images: FakeImage[] = [];
  /** Content by path. */
  readonly files: Record<string, string> = {};
  /** Statuses that the next requests get instead of an answer. */
  readonly faults: number[] = [];
  /** `content-length` of each upload; undefined for one in chunks. */
  readonly lengths: (string | undefined)[] = [];
  /** Status of the next upload. */
  uploadStatus = 204;
  #server: Server | undefined;
  #ids = 0;

  async start(): Promise<string> {
    this.#server = createServer((request, response) => void this.#answer(request, response)).listen(0, '127.0.0.1');
    await once(this.#server, 'listening');
    return `http://127.0.0.1:${(this.#server.address() as AddressInfo).port}`;
  }

  async stop(): Promise<void> {
    this.#server?.closeAllConnections();
    this.#server?.close();
    await once(this.#server!, 'close');
  }

  async #answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const body = await buffer(request).catch(() => undefined);
    // The client gave up while it was sending.
    if (body === undefined) return;
    const { pathname, searchParams } = new URL(request.url ?? '/', 'http://fake');
    const fault = this.faults.shift();
    if (fault !== undefined) return end(response, fault, { error: 'busy' });
    if (pathname.startsWith('/files/')) return end(response, pathname in this.files ? 200 : 404, this.files[pathname] ?? '');
    if (pathname === '/v3/auth/tokens') return this.#token(String(body), response);
    return this.#imageApi(request, { pathname, searchParams }, String(body), response);
  }

  #imageApi(request: IncomingMessage, { pathname, searchParams }: Pick<URL, 'pathname' | 'searchParams'>, body: string, response: ServerResponse): void {
    if (request.headers['x-auth-token'] !== 'T0k3n') return end(response, 401, 'who?');
    const id = /^\/v2\/images\/([^/]+)/.exec(pathname)?.[1];
    if (id === undefined) return request.method === 'GET' ? this.#list(searchParams, response) : this.#create(JSON.parse(body) as FakeImage, response);
    const image = this.images.find((each) => each.id === id);
    return image === undefined ? end(response, 404, 'no such image') : this.#change(request, image, body, response);
  }

  #token(body: string, response: ServerResponse): void {
    const { auth } = JSON.parse(body) as { auth: { identity: { password: { user: { password: string } } } } };
    if (auth.identity.password.user.password !== 'correct') return end(response, 401, { error: { message: 'wrong password' } });
    response.writeHead(201, { 'x-subject-token': 'T0k3n' }).end(JSON.stringify({ token: { project: { id: ownProject } } }));
  }

  /** As an administrator sees it: images of all projects, unless the question names one. */
  #list(query: URLSearchParams, response: ServerResponse): void {
    const asked = ['name', 'owner', 'os_hidden'].filter((field) => query.has(field));
    end(response, 200, { images: this.images.filter((image) => asked.every((field) => String(image[field]) === query.get(field))) });
  }

  #create(fields: FakeImage, response: ServerResponse): void {
    const image = { ...fields, id: `image-${(this.#ids += 1)}`, status: 'queued', owner: ownProject, os_hidden: false };
    this.images.push(image);
    end(response, 201, image);
  }

  #change(request: IncomingMessage, image: FakeImage, body: string, response: ServerResponse): void {
    if (request.method === 'DELETE') this.images.splice(this.images.indexOf(image), 1);
    if (request.method === 'DELETE') return end(response, 204, '');
    if (request.method === 'PATCH') {
      for (const { path, value } of JSON.parse(body) as { path: string; value: unknown }[]) image[path.slice(1)] = value;
      return end(response, 200, image);
    }
    this.lengths.push(request.headers['content-length']);
    if (this.uploadStatus !== 204) return end(response, this.uploadStatus, 'does not match stream data raw');
    Object.assign(image, { status: 'active', content: body });
    return end(response, 204, '');
  }
}

function end(response: ServerResponse, status: number, body: unknown): void {
  response.writeHead(status).end(typeof body === 'string' ? body : JSON.stringify(body));
}
