export { apiVersion, discoverComponents, findComponents, importComponents, loadComponents, type ComponentKind, type ComponentPackage, type Discovery, type LoadedComponent } from './discover.ts';
export type { CatalogAction } from './actions.ts';
export { composeCatalog, type Catalog, type CatalogImage, type CatalogService } from './catalog.ts';
export { withConfiguredImages } from './configured-images.ts';
export { withProfile } from './profile.ts';
export { toolDefaults, type ToolDefaults } from './tool-defaults.ts';
export { instantiate } from './instances.ts';
