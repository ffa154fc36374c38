// `npm run test:unit [-- arguments of jest]`: the fast part, without Docker.
import { hasNodeVersion } from './node-version.js';

if (hasNodeVersion(20, 19)) {
  const [{ runToExit }, { runUnitTests }] = await Promise.all([import('./run-to-exit.js'), import('./run-tests.js')]);
  await runToExit(() => runUnitTests(process.argv.slice(2)));
} else {
  process.exitCode = 2;
}
