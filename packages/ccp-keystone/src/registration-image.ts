import { copy, defineImage } from 'ccp-core';
import { accountStep, users } from 'ccp-debian-base';
import { nodeRuntime } from 'ccp-entrypoint';

/** Folder of the program in the image. */
export const registrationFolder = '/usr/local/lib/ccp/registration';

/** The program that brings Keystone's catalog up to date: plain HTTP, because one start of the Python client takes 1.6 s. */
export const registrationImage = defineImage({
  name: 'registration',
  title: 'Registers services, users and endpoints with Keystone',
  from: nodeRuntime,
  steps: [accountStep(users.registration), copy('registration/', `${registrationFolder}/`)],
  user: users.registration,
  command: ['node', `${registrationFolder}/main.ts`],
  expectedSeconds: 3,
});
