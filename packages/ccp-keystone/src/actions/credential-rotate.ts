import { defineAction, type Operation } from 'ccp-core';
import { keystone } from '../service.ts';
import { rotate } from './key-rotation.ts';

/** Fixed in Keystone: keystone.credential.providers.fernet.core.MAX_ACTIVE_KEYS. */
const maxActive = 3;

/** Replaces the key that encrypts stored credentials, and encrypts all of them with it. */
export const credentialRotate = defineAction({
  name: 'credential-rotate',
  title: 'Rotate the keys that encrypt stored credentials, and encrypt these anew',
  service: keystone,
  operate: async (operation) => {
    const migrate = (): Promise<void> => encryptAnew(operation);
    // Everything is encrypted with the present primary key before, so that the key which is dropped is needed by nothing.
    await rotate(operation, { repository: 'credential-keys', maxActive, allow: () => undefined, before: migrate, after: migrate });
  },
});

async function encryptAnew(operation: Operation): Promise<void> {
  operation.say('encrypting credentials with the primary key');
  await operation.exec(['keystone-manage', 'credential_migrate']);
}
