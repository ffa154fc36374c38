import type { Registration, ResourceEntry } from 'ccp-core';

/** Name of an environment variable that holds a password; passwords stand in no input. */
export interface PasswordReference {
  readonly variable: string;
}

/** A user of the default domain, with roles in one project. */
export interface UserEntry {
  readonly name: string;
  readonly password: PasswordReference;
  readonly project: string;
  readonly roles: readonly string[];
}

/**
 * Input of the registration program; versioned JSON in the file that its only argument names. The order is: region, domains,
 * projects, roles, users, services with endpoints, resources of other APIs.
 */
export interface RegistrationInput extends Registration {
  readonly version: 1;
  /** Identity API with version, for example `http://keystone.ccp.svc:5000/v3`. */
  readonly identityUrl: string;
  readonly region: string;
  /** Who registers. */
  readonly admin: { readonly user: string; readonly project: string; readonly domain: string; readonly password: PasswordReference };
  readonly users?: readonly UserEntry[];
  readonly resources?: readonly ResourceEntry[];
}
