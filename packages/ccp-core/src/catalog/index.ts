export { apiVersion, findComponents, loadComponents, type ComponentKind, type ComponentPackage, type LoadedComponent } from './discover.ts';
export { composeCatalog, type Catalog, type CatalogImage, type CatalogService } from './catalog.ts';
