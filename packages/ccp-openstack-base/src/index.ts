// What an image of a project needs besides its recipe, so that it imports one package: the one of its base.
export { accountStep, debianBase, noHeaders, users } from 'ccp-debian-base';
export { openstackBase } from './base.ts';
export { openstackBuilder } from './builder.ts';
export { component } from './component.ts';
export { optionCatalogue, type OptionCatalogueOptions } from './option-catalogue.ts';
export type { PackagedProject } from './packaged.ts';
export { python, type PythonOptions, type PythonRecipe } from './python.ts';
export type { Release, ReleaseProject } from './release.ts';
export { hibiscus, type ProjectName } from './releases/hibiscus-2026-2.ts';
export { openstackSource } from './source.ts';
export { openstackWheels } from './wheels.ts';
export { wsgiServer, type WsgiApplication, type WsgiDaemon, type WsgiWidth } from './wsgi-server.ts';
