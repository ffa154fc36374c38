import { copy, copyFrom, defineImage, run, type PodInit, type Stage } from 'ccp-core';
import { accountStep, users } from 'ccp-debian-base';
import { nodeRuntime } from './node-runtime.ts';

const folder = '/usr/local/lib/ccp/entrypoint';

/** Strips the types once, with the Node.js that runs the program; at each start that costs 0.02 CPU s and 12 MiB, in every pod. */
const stripTypes = `
import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { stripTypeScriptTypes } from 'node:module';
for (const name of readdirSync('.').filter((name) => name.endsWith('.ts'))) {
  const script = stripTypeScriptTypes(readFileSync(name, 'utf8')).replace(/(from '[.]\\/[a-z-]+)[.]ts'/g, "$1.js'");
  writeFileSync('/opt/program/' + name.replace(/ts$/, 'js'), script);
}`;

/** Part of the image's build, so that no output has to be fresh before the image's key is known. */
const stripped: Stage = {
  name: 'program',
  from: nodeRuntime,
  steps: [
    copy('program/', '/src/'),
    run(`# JavaScript of the program
install -D -m 0644 /src/package.json /opt/program/package.json
cd /src
node --disable-warning=ExperimentalWarning --input-type=module - <<'END'${stripTypes}
END
node --check /opt/program/main.js`),
  ],
};

/** The waiting program. */
export const entrypointImage = defineImage({
  name: 'entrypoint',
  title: 'Waits in a pod until what its daemon needs is there',
  from: nodeRuntime,
  stages: [stripped],
  steps: [accountStep(users.entrypoint), copyFrom('program', '/opt/program/', `${folder}/`)],
  user: users.entrypoint,
  command: ['node', `${folder}/main.js`],
  expectedSeconds: 5,
});

/** How core runs the program as an init container. */
export const podInit: PodInit = { image: entrypointImage, command: ['/usr/local/bin/node', `${folder}/main.js`], contract: 1 };
