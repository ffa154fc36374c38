import { dirname } from 'node:path/posix';
import type { ClusterWork } from '../cluster/work.ts';
import { execOrFail } from './exec.ts';

/** Writes a file that root alone may read into a running container; the content goes over standard input. */
export async function writeFileIn(work: Pick<ClusterWork, 'docker' | 'signal'>, container: string, path: string, content: string): Promise<void> {
  const script = 'umask 077; mkdir -p "$1"; cat > "$2"';
  await execOrFail(work.docker, container, ['sh', '-euc', script, 'sh', dirname(path), path], { signal: work.signal, stdin: content });
}
