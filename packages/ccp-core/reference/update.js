// Writes the generated references anew; a unit test of ccp-tests checks that they are what this writes.
import { writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { commandReference, errorReference, workspaceTools } from '../dist/index.js';

const here = (name) => new URL(name, import.meta.url);
writeFileSync(here('cli.md'), commandReference(await workspaceTools(fileURLToPath(here('../../../')))));
writeFileSync(here('errors.md'), errorReference());
