export { keystoneActions } from './actions.ts';
