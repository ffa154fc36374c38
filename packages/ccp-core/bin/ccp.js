#!/usr/bin/env node
// Committed plain JavaScript, because a `bin` that does not exist at install time gets no link.
import { existsSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

const needed = [20, 19];
const program = new URL('../dist/cli/main.js', import.meta.url);

/** Why the program cannot start here, or undefined. */
function obstacle() {
  const [major = 0, minor = 0] = process.versions.node.split('.').map(Number);
  if (major < needed[0] || (major === needed[0] && minor < needed[1])) {
    return `ccp needs Node.js ${needed.join('.')} or newer; this is ${process.versions.node} (${process.execPath})`;
  }
  if (!existsSync(fileURLToPath(program))) return 'ccp is not built yet; run in the workspace: npm run build';
  return undefined;
}

const reason = obstacle();
if (reason === undefined) {
  const { main } = await import(program.href);
  process.exitCode = await main(process.argv.slice(2));
} else {
  process.stderr.write(`${reason}\n`);
  process.exitCode = 2;
}
