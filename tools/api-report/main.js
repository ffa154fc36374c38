// `node tools/api-report/main.js FOLDER`: writes reference/api.md of the package in FOLDER.
import { mkdirSync, writeFileSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import { apiReport } from './api-report.js';

const folder = resolve(process.argv[2] ?? '.');
const file = join(folder, 'reference', 'api.md');
mkdirSync(dirname(file), { recursive: true });
writeFileSync(file, apiReport(folder));
