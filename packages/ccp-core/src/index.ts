export * from './capabilities/index.ts';
export * from './definition/index.ts';
export * from './diagnostics/index.ts';
