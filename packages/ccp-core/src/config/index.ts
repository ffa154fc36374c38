export { coreSchema, type CoreConfig } from './schema.ts';
export { readConfiguration, type KeyPath, type RawConfiguration } from './document.ts';
export { validate, type Validated } from './validate.ts';
export { loadConfiguration, type Configuration } from './load.ts';
export { serviceConfigurations, toolSections, uselessSources } from './services.ts';
