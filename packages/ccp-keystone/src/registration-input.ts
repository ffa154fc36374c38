/** Name of an environment variable that holds a password; passwords stand in no input. */
export interface PasswordReference {
  readonly variable: string;
}

/** A domain. */
export interface DomainEntry {
  readonly name: string;
  readonly description?: string;
}

/** A project. */
export interface ProjectEntry {
  readonly name: string;
  /** Name of its domain. Default: that of the administrator. */
  readonly domain?: string;
  readonly description?: string;
}

/** A user of the default domain, with roles in one project. */
export interface UserEntry {
  readonly name: string;
  readonly password: PasswordReference;
  readonly project: string;
  readonly roles: readonly string[];
}

/** Interfaces of an endpoint. */
export type EndpointInterface = 'admin' | 'internal' | 'public';

/** A service of the catalog with its endpoints in one region. */
export interface CatalogEntry {
  readonly name: string;
  /** For example `identity`. There is one service of each type. */
  readonly type: string;
  readonly description?: string;
  readonly endpoints: Readonly<Partial<Record<EndpointInterface, string>>>;
}

/** What shall be registered. The order is: region, domains, projects, roles, users, services with endpoints. */
export interface Registration {
  readonly domains?: readonly DomainEntry[];
  readonly projects?: readonly ProjectEntry[];
  readonly roles?: readonly string[];
  readonly users?: readonly UserEntry[];
  readonly services?: readonly CatalogEntry[];
}

/** Input of the registration program; versioned JSON in the file that its only argument names. */
export interface RegistrationInput extends Registration {
  readonly version: 1;
  /** Identity API with version, for example `http://keystone.ccp.svc:5000/v3`. */
  readonly identityUrl: string;
  readonly region: string;
  /** Who registers. */
  readonly admin: { readonly user: string; readonly project: string; readonly domain: string; readonly password: PasswordReference };
}
