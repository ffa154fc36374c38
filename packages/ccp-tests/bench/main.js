// Measures on this machine and prints one table each: planning, a build without changes, images, phases of `up`, memory of services, steps of
// `verify`, lost pings.
// Times of one run are comparable with each other; those of different machines or hours are not.
import { readFile, readdir } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import { execa } from 'execa';
import { measureRestarts } from './restarts.js';

const root = fileURLToPath(new URL('../../../', import.meta.url));
const config = fileURLToPath(new URL('./ccp.yaml', import.meta.url));
const runs = 5;

/**
 * Runs ccp and returns its stdout; its progress is seen.
 *
 * @param {...string} args
 */
async function run(...args) {
  const { stdout } = await execa(process.execPath, [`${root}packages/ccp-core/bin/ccp.js`, '--config', config, '--format', 'plain', ...args], { cwd: root, stderr: 'inherit' });
  return stdout;
}

/**
 * Runs ccp and parses its JSON.
 *
 * @param {...string} args
 */
async function ccp(...args) {
  const began = performance.now();
  const stdout = await run(...args);
  return { seconds: (performance.now() - began) / 1000, result: JSON.parse(stdout) };
}

/** @param {number[]} values */
function spread(values) {
  const sorted = values.map((value) => Math.round(value * 100) / 100).sort((a, b) => a - b);
  return { min: sorted[0], median: sorted[Math.floor(sorted.length / 2)], max: sorted.at(-1) };
}

/**
 * @param {string} title
 * @param {unknown} rows
 */
function show(title, rows) {
  console.log(`\n${title}`);
  console.table(rows);
}

const first = await ccp('up', '-o', 'json');
show(`up: ${first.result.seconds} s, ${first.result.images.built} images built, ${first.result.images.present} present`, first.result.phases);

const again = await ccp('up', '-o', 'json');
show(`up again, nothing changed: ${again.seconds.toFixed(2)} s`, again.result.phases);

const builds = [];
for (let i = 0; i < runs; i++) builds.push(await ccp('build', '-o', 'json'));
show(`build without changes, ${runs} runs`, { 'plan, ms': spread(builds.map((run) => run.result.planMs)), 'whole process, s': spread(builds.map((run) => run.seconds)) });

const plans = [];
for (let i = 0; i < runs; i++) plans.push(await ccp('plan', '-o', 'json'));
show(`plan against the cluster, ${runs} runs`, { 'whole process, s': spread(plans.map((run) => run.seconds)) });

// Images are shared by all environments of this workspace; whichever built one last has its time.
const states = await readdir(`${root}.ccp`);
const recorded = await Promise.all(states.map(async (name) => JSON.parse(await readFile(`${root}.ccp/${name}/durations.json`, 'utf8').catch(() => '{}'))));
const durations = Object.assign({}, ...recorded);
show(
  'images (seconds of a build in this workspace, where there was one)',
  (builds[0]?.result.images ?? []).map((/** @type {{ name: string, sizeBytes: number }} */ image) => ({ image: image.name, seconds: durations[image.name] ?? '-', megabytes: Math.round(image.sizeBytes / 1e5) / 10 })),
);

for (const node of JSON.parse(await run('kubectl', 'get', 'nodes', '-o', 'json')).items) {
  const stats = JSON.parse(await run('kubectl', 'get', '--raw', `/api/v1/nodes/${node.metadata.name}/proxy/stats/summary`));
  const rows = stats.pods
    .map((/** @type {{ podRef: { namespace: string, name: string }, containers: { memory?: { rssBytes?: number } }[] }} */ pod) => ({
      pod: `${pod.podRef.namespace}/${pod.podRef.name}`,
      MiB: Math.round(pod.containers.reduce((sum, container) => sum + (container.memory?.rssBytes ?? 0), 0) / 2 ** 20),
    }))
    .filter((/** @type {{ MiB: number }} */ { MiB }) => MiB > 0)
    .sort((/** @type {{ MiB: number }} */ a, /** @type {{ MiB: number }} */ b) => b.MiB - a.MiB);
  const sum = rows.reduce((/** @type {number} */ total, /** @type {{ MiB: number }} */ { MiB }) => total + MiB, 0);
  show(`memory of the pods on ${node.metadata.name} without instances (resident, MiB; ${sum} in all)`, rows);
}

const verified = JSON.parse(await run('verify', '-o', 'json'));
show('verify', verified.checks.flatMap((/** @type {{ check: string, seconds: number, steps: object[] }} */ { check, seconds, steps }) => [{ step: check, seconds }, ...steps]));
show('pings to a guest, 10 per second, while something is replaced', await measureRestarts(run, 'ccp-bench'));
await run('down');
