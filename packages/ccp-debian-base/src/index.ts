export { accountStep, type AccountOptions } from './account-step.ts';
export { component } from './component.ts';
export { debianBase } from './image.ts';
export { noHeaders } from './no-headers.ts';
export { users, type UserName } from './users.ts';
