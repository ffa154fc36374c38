import { request as requestHttp, type IncomingMessage } from 'node:http';
import { request as requestHttps } from 'node:https';
import { text } from 'node:stream/consumers';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import type { UploadInput, WantedImage } from '../src/upload-input.ts';
import { ApiError, defaultPatience, requestJson, type JsonRequest, type Patience } from './json-api.ts';

/** An image as Glance shows it; own properties are fields of it. */
export interface Image {
  readonly id: string;
  readonly name: string;
  readonly status: string;
  /** Id of a project. */
  readonly owner: string;
  readonly os_hidden: boolean;
  readonly [property: string]: unknown;
}

/** Property that holds the SHA-256 of what was uploaded, and tells images of this program from others of its project. */
export const hashProperty = 'ccp_sha256';

/** Glance's v2 API, with a token. */
export class ImageApi {
  readonly #url: string;
  readonly #token: string;
  /** Id of the token's project, to which the images belong that this program makes. */
  readonly #project: string;
  readonly #patience: Patience;

  private constructor(url: string, { token, project }: { readonly token: string; readonly project: string }, patience: Patience) {
    this.#url = `${url.replace(/\/$/, '')}/v2`;
    this.#token = token;
    this.#project = project;
    this.#patience = patience;
  }

  /** Logs in. Throws ApiError when that is refused. */
  static async login({ identityUrl, imageUrl, login }: UploadInput, password: string, patience: Patience = defaultPatience): Promise<ImageApi> {
    const domain = { name: login.domain };
    const auth = { identity: { methods: ['password'], password: { user: { name: login.user, domain, password } } }, scope: { project: { name: login.project, domain } } };
    const url = `${identityUrl}/auth/tokens`;
    const { headers, body } = await requestJson({ method: 'POST', url, body: { auth }, expected: [201] }, patience);
    const project = (body as { readonly token?: { readonly project?: { readonly id?: string } } } | undefined)?.token?.project?.id;
    if (project === undefined) throw new ApiError(`POST ${url}: the token names no project`);
    return new ImageApi(imageUrl, { token: headers.get('x-subject-token') ?? '', project }, patience);
  }

  /**
   * Images of this name that this program made, hidden ones too. Those of other projects are none of them, even with the property: the
   * account sees them all, and Nova gives a snapshot the properties of the image that its guest was made from.
   */
  async list(name: string): Promise<readonly Image[]> {
    const found = await Promise.all(['true', 'false'].map((hidden) => this.#listed(new URLSearchParams({ name, owner: this.#project, os_hidden: hidden, limit: '100' }))));
    return found.flat().filter((image) => image.owner === this.#project && typeof image[hashProperty] === 'string');
  }

  async #listed(query: URLSearchParams): Promise<readonly Image[]> {
    const { body } = await this.#json({ method: 'GET', url: `/images?${query}`, expected: [200] });
    return (body as { readonly images: readonly Image[] }).images;
  }

  /** Makes an image without content. */
  async create({ name, diskFormat, visibility, minDisk, minRam, properties }: WantedImage, sha256: string): Promise<Image> {
    const body = { name, disk_format: diskFormat, container_format: 'bare', visibility, min_disk: minDisk, min_ram: minRam, ...properties, [hashProperty]: sha256 };
    return (await this.#json({ method: 'POST', url: '/images', body, expected: [201] })).body as Image;
  }

  async delete(id: string): Promise<void> {
    await this.#json({ method: 'DELETE', url: `/images/${id}`, expected: [204, 404] });
  }

  /** Takes an image out of lists; guests made from it can still be rebuilt. */
  async hide(id: string): Promise<void> {
    const headers = { 'content-type': 'application/openstack-images-v2.1-json-patch' };
    await this.#json({ method: 'PATCH', url: `/images/${id}`, headers, body: [{ op: 'replace', path: '/os_hidden', value: true }], expected: [200] });
  }

  /** Sends the content; in chunks when its size is not known. Throws what `content` throws. */
  async upload(id: string, content: AsyncIterable<Uint8Array>, size: number | undefined): Promise<void> {
    const url = `${this.#url}/images/${id}/file`;
    const headers = { 'x-auth-token': this.#token, 'content-type': 'application/octet-stream', ...(size === undefined ? {} : { 'content-length': size }) };
    const request = (url.startsWith('https:') ? requestHttps : requestHttp)(url, { method: 'PUT', headers });
    const answered = new Promise<IncomingMessage>((resolve, reject) => request.on('response', resolve).on('error', reject));
    // A refusal may come while the content is still being sent; it says more than the connection that then breaks.
    const sent = pipeline(Readable.from(content), request).catch((cause: unknown) => cause);
    const response = await answered.catch(async (cause: unknown) => {
      throw (await sent) ?? cause;
    });
    const said = await text(response);
    if (response.statusCode !== 204) throw new ApiError(`PUT ${url}: ${response.statusCode} ${said.slice(0, 500)}`);
  }

  #json(request: JsonRequest): ReturnType<typeof requestJson> {
    return requestJson({ ...request, url: `${this.#url}${request.url}`, headers: { 'x-auth-token': this.#token, ...request.headers } }, this.#patience);
  }
}
