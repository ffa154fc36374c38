import { credentialRotate } from './credential-rotate.ts';
import { dbSync } from './db-sync.ts';
import { fernetRotate } from './fernet-rotate.ts';

/** What can be run on demand for Keystone. */
export const keystoneActions = [dbSync, fernetRotate, credentialRotate] as const;
