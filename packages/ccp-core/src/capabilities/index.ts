export type * from './identity.ts';
export type * from './types.ts';
