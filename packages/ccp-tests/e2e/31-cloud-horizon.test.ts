import { describe, expect, test } from '@jest/globals';
import { once } from 'node:events';
import { request, type IncomingMessage } from 'node:http';
import { cloudRc, services } from './harness/cloud.ts';

/** A browser's part that a login needs: cookies, and forms that repeat their token. */
class Browser {
  readonly #cookies = new Map<string, string>();

  async get(url: string): Promise<{ status: number; url: string; body: string }> {
    return this.#send(url, { method: 'GET' });
  }

  async post(url: string, fields: Record<string, string>): Promise<{ status: number; url: string; body: string }> {
    return this.#send(url, { method: 'POST', body: new URLSearchParams({ ...fields, csrfmiddlewaretoken: this.#cookies.get('csrftoken') ?? '' }), headers: { referer: url } });
  }

  async #send(url: string, options: RequestInit): Promise<{ status: number; url: string; body: string }> {
    const cookie = [...this.#cookies].map(([name, value]) => `${name}=${value}`).join('; ');
    const answer = await fetch(url, { ...options, redirect: 'manual', headers: { ...(options.headers as Record<string, string>), cookie }, signal: AbortSignal.timeout(60_000) });
    for (const line of answer.headers.getSetCookie()) {
      const [name = '', value = ''] = (line.split(';')[0] ?? '').split('=');
      this.#cookies.set(name, value);
    }
    const location = answer.headers.get('location');
    if (answer.status >= 300 && answer.status < 400 && location !== null) return this.#send(new URL(location, url).href, { method: 'GET' });
    return { status: answer.status, url, body: await answer.text() };
  }
}

/** Status of the login page for another name of the host; `fetch` does not let it be chosen. */
async function statusFor(link: string, host: string): Promise<number | undefined> {
  const [answer] = (await once(request(`${link}/auth/login/`, { headers: { host } }).end(), 'response')) as [IncomingMessage];
  answer.resume();
  return answer.statusCode;
}

describe('the dashboard', () => {
  test('opens at its link with all its styles and scripts, lets the administrator in, and lists the instance', async () => {
    const link = (await services()).find(({ service }) => service === 'horizon')?.links[0] ?? '';
    const browser = new Browser();
    const login = await browser.get(link);
    expect([login.status, login.url]).toEqual([200, expect.stringContaining('/auth/login/')]);
    const assets = [...login.body.matchAll(/(?:href|src)="(\/static\/[^"]+\.(?:css|js))"/g)].map((match) => match[1] ?? '');
    expect(assets.length).toBeGreaterThan(3);
    for (const asset of assets) expect([asset, (await browser.get(new URL(asset, link).href)).status]).toEqual([asset, 200]);
    const { OS_USERNAME = '', OS_PASSWORD = '' } = await cloudRc();
    const region = /name="region"[^>]*value="([^"]*)"/.exec(login.body)?.[1] ?? 'default';
    const inside = await browser.post(login.url, { username: OS_USERNAME, password: OS_PASSWORD, region });
    expect([inside.status, inside.url]).toEqual([200, expect.not.stringContaining('/auth/login')]);
    const instances = await browser.get(new URL('/project/instances/', link).href);
    expect(instances.status).toBe(200);
    expect(instances.body).toContain('guest');
  });

  test('refuses a wrong password and a foreign host name', async () => {
    const link = (await services()).find(({ service }) => service === 'horizon')?.links[0] ?? '';
    const browser = new Browser();
    const login = await browser.get(link);
    const refused = await browser.post(login.url, { username: 'admin', password: 'wrong', region: 'default' });
    expect(refused.url).toContain('/auth/login');
    expect(await statusFor(link, 'evil.example')).toBe(400);
  });
});
