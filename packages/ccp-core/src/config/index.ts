export { coreSchema, type CoreConfig } from './schema.ts';
export { readConfiguration, type KeyPath, type RawConfiguration } from './document.ts';
export { formatKeyPath, leavesOf, parseKeyPath, valueAt } from './key-path.ts';
export { redacted } from './redact.ts';
export { validate, validateParts, type Validated } from './validate.ts';
export { composeConfiguration, loadConfiguration, type Configuration, type LoadedConfiguration } from './load.ts';
export { profileOf, serviceConfigurations, toolSections, uselessSources } from './services.ts';
export { wantedSource, type WantedSource } from './sources.ts';
export { isFor, lockedAs, lockedIdentity, readSourceLock, writeSourceLock, type LockedSource, type SourceLock } from './source-lock.ts';
