import { CcpError, defineAction, type LiveFilesState, type Operation } from 'ccp-core';
import { z } from 'zod';
import { keystone } from '../service.ts';
import { droppedKeys, numberedKeys, primarySince, rotate } from './key-rotation.ts';
import { osloInteger } from './oslo-option.ts';

const repository = 'fernet-keys';

const parameters = z.strictObject({
  force: z.boolean().default(false).describe('Rotate although a key is dropped whose tokens have not all expired; these become invalid.'),
});

/** Replaces the key that signs tokens, with no moment at which a valid token is refused. */
export const fernetRotate = defineAction({
  name: 'fernet-rotate',
  title: 'Rotate the keys that sign tokens; valid tokens stay valid',
  service: keystone,
  parameters,
  operate: async (operation, { force }) => {
    const limits = tokenLimits(operation);
    await rotate(operation, {
      repository,
      maxActive: limits.maxActive,
      allow: (state) => {
        if (!force) refuseEarly(operation, state, limits);
      },
    });
  },
});

/** What of `keystone.conf` decides how often keys may be rotated. */
export interface TokenLimits {
  /** `[fernet_tokens] max_active_keys`; Keystone's default is 3. */
  readonly maxActive: number;
  /** For how long a token is accepted: `[token] expiration`, by default 3600, and for the services' own requests `allow_expired_window`, by default 172800. */
  readonly acceptedSeconds: number;
}

function tokenLimits(operation: Operation): TokenLimits {
  const text = operation.file('keystone.conf');
  const acceptedSeconds = (osloInteger(text, 'token', 'expiration') ?? 3600) + (osloInteger(text, 'token', 'allow_expired_window') ?? 172_800);
  return { maxActive: osloInteger(text, 'fernet_tokens', 'max_active_keys') ?? 3, acceptedSeconds };
}

/** Throws ACTION_FAILED when the rotation would drop a key that was primary less than a token's life ago, the time included in which services may still use it. */
function refuseEarly(operation: Operation, state: LiveFilesState & { readonly made: Date }, { maxActive, acceptedSeconds }: TokenLimits): void {
  const now = operation.now();
  const keys = numberedKeys(state);
  for (const dropped of droppedKeys(state, maxActive)) {
    const successor = keys.find((key) => key > dropped);
    const replaced = successor === undefined ? now : primarySince(state, successor, state.made);
    const free = new Date(replaced.getTime() + acceptedSeconds * 1000);
    if (free <= now) continue;
    throw new CcpError('ACTION_FAILED', `rotating now would drop key ${dropped}, whose tokens services may use until ${free.toISOString()}`, {
      where: { object: `Secret ${operation.context.service}-${repository}` },
      hint: 'Wait until then, let more keys stay ([fernet_tokens] max_active_keys), or give -p force=true and lose these tokens.',
    });
  }
}
