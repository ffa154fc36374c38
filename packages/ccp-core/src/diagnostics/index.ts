export { exitCode, errorCodes, type ErrorCode } from './codes.ts';
export { CcpError, formatWhere, type ErrorParts, type Where } from './error.ts';
export { throwAll } from './collect.ts';
export { explanations, type Explanation } from './explanations.ts';
export { nearest } from './nearest.ts';
