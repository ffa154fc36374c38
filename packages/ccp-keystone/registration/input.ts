import { readFile } from 'node:fs/promises';
import type { PasswordReference, RegistrationInput } from '../src/registration-input.ts';

/** The input is not what this program was made for; the message is one line for people. */
export class InputError extends Error {}

/**
 * Reads the input file. Its shape is made by the job that mounts it, so only what tells a wrong file or a newer contract
 * is checked here.
 *
 * @throws InputError
 */
export async function readInput(file: string | undefined): Promise<RegistrationInput> {
  if (file === undefined) throw new InputError('the name of the input file is missing');
  const input = await readJson(file);
  if (input.version !== 1) throw new InputError(`version 1 of the input is understood, not ${JSON.stringify(input.version)} (${file})`);
  if (typeof input.identityUrl !== 'string' || typeof input.region !== 'string' || input.admin === undefined) {
    throw new InputError(`identityUrl, region and admin are needed (${file})`);
  }
  return input as RegistrationInput;
}

async function readJson(file: string): Promise<Partial<RegistrationInput>> {
  try {
    return JSON.parse(await readFile(file, 'utf8')) as Partial<RegistrationInput>;
  } catch (cause) {
    throw new InputError(`the input cannot be read: ${cause instanceof Error ? cause.message : String(cause)}`);
  }
}

/** Finds passwords in the environment. Throws InputError for one that is absent. */
export function passwordsFrom(environment: Readonly<Record<string, string | undefined>>): (reference: PasswordReference) => string {
  return ({ variable }) => {
    const value = environment[variable];
    if (value === undefined || value === '') throw new InputError(`the variable ${variable} holds no password`);
    return value;
  };
}
