export { component } from './component.ts';
export { settingsSchema, type Settings } from './settings.ts';
