import { CcpError, type CloudSession, type ResourceCleaner } from 'ccp-core';

interface Image {
  readonly id: string;
  readonly name: string | null;
}

interface Page {
  readonly images: readonly Image[];
  /** Path of the next page, with version. */
  readonly next?: string;
}

/** Images of all projects, hidden ones too, with their content: that in Ceph or in a bucket would stay for ever. */
export const imageCleaner: ResourceCleaner = {
  name: 'images',
  title: 'images',
  endpoint: 'image',
  // Ceph keeps an image that guests are clones of.
  after: ['servers', 'volumes'],
  async list(cloud, signal) {
    const found = [];
    for (const hidden of [false, true]) {
      let next: string | undefined = `/v2/images?limit=500&os_hidden=${hidden}`;
      while (next !== undefined) {
        signal.throwIfAborted();
        const page: Page = await pageAt(cloud, next);
        found.push(...page.images.map(({ id, name }) => ({ id, name: name ?? '' })));
        next = page.next;
      }
    }
    return found;
  },
  async remove(cloud, images, { signal, step }) {
    const left: string[] = [];
    for (const { id, name } of images) {
      signal.throwIfAborted();
      const { status, body } = await cloud.request('DELETE', `${endpoint(cloud)}/v2/images/${id}`);
      if (status === 204 || status === 404) step(`deleted ${name === '' ? id : name}`);
      else left.push(`${id} ${name}: ${status} ${String(body).slice(0, 200)}`);
    }
    if (left.length > 0) throw new CcpError('VERIFY_FAILED', `${left.length} images could not be deleted`, { evidence: left, hint: 'A protected image must be unprotected, and one in use be given up, before it can go.' });
  },
};

async function pageAt(cloud: CloudSession, path: string): Promise<Page> {
  const url = `${endpoint(cloud)}${path}`;
  const { status, body } = await cloud.request('GET', url);
  if (status !== 200) throw new CcpError('VERIFY_FAILED', `Glance did not list its images: it answered ${status} at ${url}`, { hint: 'See ccp logs glance.' });
  return body as Page;
}

function endpoint(cloud: CloudSession): string {
  return (cloud.endpoint('image') ?? '').replace(/\/$/, '');
}
