// `npm run up [-- arguments of ccp up]`: from a fresh clone to a verified cloud.
import { hasNodeVersion } from './node-version.js';

if (hasNodeVersion(20, 19)) {
  const [{ runToExit }, { bringUp }] = await Promise.all([import('./run-to-exit.js'), import('./bring-up.js')]);
  await runToExit(() => bringUp(process.argv.slice(2)));
} else {
  process.exitCode = 2;
}
