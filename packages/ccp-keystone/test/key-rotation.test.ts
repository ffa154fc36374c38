import { beforeEach, describe, expect, test } from '@jest/globals';
import type { LiveFilesState, Operation } from 'ccp-core';
import { credentialRotate } from '../src/actions/credential-rotate.ts';
import { fernetRotate } from '../src/actions/fernet-rotate.ts';
import { numberedKeys } from '../src/actions/key-rotation.ts';
import { keystoneContext } from './keystone-context.ts';

const made = new Date('2026-01-01T00:00:00Z');
/** What happened, in order: `shown`, `change`, `exec`. */
let steps: string[];
let state: LiveFilesState;
let now: Date;
/** Called before each wait; throws to interrupt. */
let onShown: () => void;

beforeEach(() => {
  steps = [];
  state = { files: { '0': 'staged', '1': 'primary' }, notes: {} };
  now = new Date('2026-01-02T00:00:00Z');
  onShown = () => undefined;
});

function operation(repository: string, conf = '[fernet_tokens]\nmax_active_keys = 3\n[token]\nexpiration = 3600\n'): Operation {
  return {
    run: 'r',
    context: keystoneContext(),
    signal: new AbortController().signal,
    now: () => now,
    say: () => undefined,
    file: () => conf,
    exec: async (command) => (steps.push(command.join(' ')), ''),
    liveFiles: (name) => {
      expect(name).toBe(repository);
      return {
        read: async () => ({ ...state, made }),
        change: async (next) => {
          const before = state;
          state = next(state);
          if (state !== before) steps.push('change');
          return state;
        },
        shown: async () => {
          onShown();
          steps.push(`shown ${Object.keys(state.files).sort().join(' ')}`);
          return ['keystone-1'];
        },
      };
    },
  };
}

const rotateTokens = (options: { force?: boolean; conf?: string } = {}): Promise<void> => {
  if (!('operate' in fernetRotate)) throw new Error('no operation');
  return fernetRotate.operate(operation('fernet-keys', options.conf) as never, { force: options.force ?? false });
};
const later = (seconds: number): void => void (now = new Date(now.getTime() + seconds * 1000));

/** Keystone's defaults: an hour for everybody, and two days more for services that end what a user began. */
const acceptedSeconds = 3600 + 172_800;

describe('fernet-rotate', () => {
  test('makes the staged key primary once every pod shows it, and stages a new one', async () => {
    await rotateTokens();
    expect(steps).toEqual(['shown 0 1', 'change', 'shown 0 1 2', 'change']);
    expect(state.files).toMatchObject({ '1': 'primary', '2': 'staged' });
    expect(state.files['0']).toMatch(/^[A-Za-z0-9_-]{43}=$/);
  });

  test('keeps no more keys than max_active_keys, and drops the oldest', async () => {
    for (let i = 0; i < 4; i++) {
      await rotateTokens();
      later(acceptedSeconds);
    }
    expect(Object.keys(state.files).sort()).toEqual(['0', '4', '5']);
  });

  test('the time in which services may use an expired token may be set', async () => {
    const conf = '[token]\nexpiration = 600\nallow_expired_window = 60\n';
    await rotateTokens({ conf });
    later(660);
    await rotateTokens({ conf });
    expect(numberedKeys(state)).toEqual([2, 3]);
  });

  test('refuses to drop a key whose tokens are still valid, and changes nothing; force does it', async () => {
    await rotateTokens();
    later(acceptedSeconds - 1);
    const before = state;
    await expect(rotateTokens()).rejects.toMatchObject({ code: 'ACTION_FAILED', message: expect.stringContaining('may use until 2026-01-04T01:00:00.000Z') as unknown });
    expect(state).toBe(before);
    await rotateTokens({ force: true });
    expect(numberedKeys(state)).toEqual([2, 3]);
  });

  test('with more active keys it may be repeated at once', async () => {
    for (let i = 0; i < 3; i++) await rotateTokens({ conf: '[fernet_tokens]\nmax_active_keys = 5\n' });
    expect(numberedKeys(state)).toEqual([1, 2, 3, 4]);
  });

  test('interrupted before the change nothing has changed; after it, the next run ends this rotation and begins none', async () => {
    onShown = () => {
      throw new Error('stopped');
    };
    await expect(rotateTokens()).rejects.toThrow('stopped');
    expect(state.files).toEqual({ '0': 'staged', '1': 'primary' });
    let waits = 0;
    onShown = () => {
      if (++waits === 2) throw new Error('stopped');
    };
    await expect(rotateTokens()).rejects.toThrow('stopped');
    const promoted = state.files;
    onShown = () => undefined;
    steps = [];
    await rotateTokens();
    expect(steps).toEqual(['shown 0 1 2', 'change']);
    expect(state.files).toBe(promoted);
    expect(state.notes).toEqual({ 'primary-since': JSON.stringify({ '2': now.toISOString() }) });
  });

  test('a repository without a staged key gets one first', async () => {
    state = { files: { '7': 'primary' }, notes: {} };
    await rotateTokens();
    expect(steps).toEqual(['change', 'shown 0 7', 'change', 'shown 0 7 8', 'change']);
  });
});

test('credential-rotate encrypts everything with the primary key before a key is dropped, and with the new one after', async () => {
  if (!('operate' in credentialRotate)) throw new Error('no operation');
  await credentialRotate.operate(operation('credential-keys') as never, {});
  expect(steps).toEqual(['shown 0 1', 'keystone-manage credential_migrate', 'change', 'shown 0 1 2', 'keystone-manage credential_migrate', 'change']);
});
