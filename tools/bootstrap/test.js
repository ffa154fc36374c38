// `npm test`: everything, end-to-end on real Docker, Kubernetes and OpenStack included.
import { hasNodeVersion } from './node-version.js';

if (hasNodeVersion(20, 19)) {
  const [{ runToExit }, { runAllTests }] = await Promise.all([import('./run-to-exit.js'), import('./run-tests.js')]);
  await runToExit(() => runAllTests(process.argv.slice(2)));
} else {
  process.exitCode = 2;
}
