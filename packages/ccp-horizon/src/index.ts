export { component } from './component.ts';
export { horizonConfig, type HorizonConfig } from './config.ts';
export { horizonImage } from './image.ts';
export { horizon } from './service.ts';
