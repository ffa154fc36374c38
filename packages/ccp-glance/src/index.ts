export { bootstrapImages } from './bootstrap-images.ts';
export { component } from './component.ts';
export { glanceConfig, type GlanceConfig } from './config.ts';
export { glanceImage } from './image.ts';
export { imageProvider } from './provides.ts';
export { glance } from './service.ts';
