export { connectDocker } from './connect.ts';
export { connectRegistry } from './registry-client.ts';
export { engineFacts, type EngineFacts } from './engine-facts.ts';
export { engineRootFolder } from './root-folder.ts';
export { dockerLogin } from './registry-login.ts';
