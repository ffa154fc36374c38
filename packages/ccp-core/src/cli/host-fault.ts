import { CcpError } from '../diagnostics/index.ts';

/** What the host says, and what helps. */
const hints: Readonly<Record<string, readonly [string, string]>> = {
  ENOSPC: ['the disk is full', 'Free some space and run again; it continues.'],
  EDQUOT: ['the disk quota is used up', 'Free some space and run again; it continues.'],
  EACCES: ['permission denied', 'Run ccp as the owner of this folder, or choose another with --directory.'],
  EPERM: ['not permitted', 'Run ccp as the owner of this folder, or choose another with --directory.'],
  EROFS: ['the file system is read-only', 'Choose a folder that can be written with --directory.'],
  EMFILE: ['too many open files', 'Raise the limit, for example with ulimit -n 4096.'],
};

interface SystemFault {
  readonly code?: string;
  readonly path?: string;
  readonly syscall?: string;
}

/** A fault of the host's file system as HOST_REFUSED; anything else as it is. */
export function hostFault(error: unknown): unknown {
  if (error instanceof CcpError || typeof error !== 'object' || error === null) return error;
  const { code = '', path, syscall = 'use' } = error as SystemFault;
  const known = hints[code];
  return known === undefined ? error : refused(`cannot ${syscall} ${path ?? 'a file'}: ${known[0]}`, known[1], path, error);
}

function refused(message: string, hint: string, file: string | undefined, cause: unknown): CcpError {
  return new CcpError('HOST_REFUSED', message, { hint, cause, ...(file === undefined ? {} : { where: { file } }) });
}
