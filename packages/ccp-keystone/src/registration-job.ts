import type { IdentityEndpoint, JobSpec, Registration, ResourceEntry, ServiceAccount } from 'ccp-core';
import { registrationFolder, registrationImage } from './registration-image.ts';
import type { RegistrationInput } from './registration-input.ts';

const inputFile = '/etc/ccp/registration.json';
const adminVariable = 'OS_PASSWORD';
const accountVariable = 'CCP_ACCOUNT_PASSWORD';

/** Project of the accounts of services, and the role that tells them from users. */
export const serviceProject = 'service';
const serviceRole = 'service';

/** Who registers, and where. */
export type Registrar = Pick<IdentityEndpoint, 'internalUrl' | 'region' | 'admin'>;

/** The job that registers what Keystone holds for all services and for itself, after it answers. */
export function ownRegistration(registrar: Registrar, wanted: Registration, after: readonly string[]): JobSpec {
  const projects = [{ name: serviceProject, description: 'Accounts of services' }, ...(wanted.projects ?? [])];
  return programJob(registrar, { ...wanted, projects, roles: [serviceRole, ...(wanted.roles ?? [])] }, { phase: 'after', after });
}

/** The job that registers a consumer's account and what it wants, before its daemon starts. */
export function consumerRegistration(registrar: Registrar, { user, password }: ServiceAccount, wanted: Registration): JobSpec {
  // The project and the role are made here, too: whoever comes first must not wait for Keystone's own registration.
  const input = {
    ...wanted,
    projects: [{ name: serviceProject }, ...(wanted.projects ?? [])],
    roles: [serviceRole, ...(wanted.roles ?? [])],
    users: [{ name: user, password: { variable: accountVariable }, project: serviceProject, roles: ['admin', serviceRole] }],
  };
  return programJob(registrar, input, { env: { [accountVariable]: password }, after: ['identity'] });
}

/** The job that makes resources in other APIs, after that of the consumer answers. */
export function resourcesJob(registrar: Registrar, resources: readonly ResourceEntry[]): JobSpec {
  return programJob(registrar, { resources }, { phase: 'after' });
}

/** May run any number of times, and runs again when what is wanted changes, not when the program does. */
function programJob({ internalUrl, region, admin }: Registrar, wanted: Partial<RegistrationInput>, spec: Pick<JobSpec, 'phase' | 'after' | 'env'>): JobSpec {
  const { user, project, domain, password } = admin;
  const input: RegistrationInput = { version: 1, identityUrl: internalUrl, region, admin: { user, project, domain, password: { variable: adminVariable } }, ...wanted };
  return {
    ...spec,
    image: registrationImage,
    command: ['node', `${registrationFolder}/main.ts`, inputFile],
    env: { [adminVariable]: password, ...spec.env },
    files: [],
    liveFiles: [],
    ownFiles: { [inputFile]: `${JSON.stringify(input, undefined, 2)}\n` },
    identity: input,
    imageIdentity: false,
    deadlineSeconds: 300,
    expectedSeconds: 4,
  };
}
