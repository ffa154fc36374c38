export type * from './identity.ts';
export * from './messaging.ts';
export type * from './types.ts';
