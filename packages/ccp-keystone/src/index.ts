export { admin, identityUrls, type IdentityUrls } from './administrator.ts';
export { component } from './component.ts';
export { keystoneConfig, type KeystoneConfig } from './config.ts';
export { keystoneImage } from './image.ts';
export { openstackClientImage } from './openstack-client-image.ts';
export { identityProvider } from './provides.ts';
export { registrationImage } from './registration-image.ts';
export type { PasswordReference, RegistrationInput, UserEntry } from './registration-input.ts';
export { keystone } from './service.ts';
