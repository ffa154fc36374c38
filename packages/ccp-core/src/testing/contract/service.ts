import { secretNames, type DaemonSpec, type JobSpec, type PortSpec, type Probe, type ServiceDefinition } from '../../definition/index.ts';
import type { ServiceModel } from '../../render/index.ts';
import { broken, type Finding, type Promised } from './finding.ts';

/** A DNS label that Kubernetes takes as the name of a port. */
const portName = /^(?=.*[a-z])[a-z0-9]([a-z0-9-]{0,13}[a-z0-9])?$/;
/** First part of a host name. */
const hostLabel = /^[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?$/;
const quantity = /^([0-9]+(?:\.[0-9]+)?)(m|Ki|Mi|Gi|Ti)?$/;
const factors: Readonly<Record<string, number>> = { m: 1e-3, Ki: 2 ** 10, Mi: 2 ** 20, Gi: 2 ** 30, Ti: 2 ** 40 };
const objectName = /^[a-z]([a-z0-9-]{0,38}[a-z0-9])?$/;

/** Faults of a service that shows with its defaults; `model` is undefined when it could not be composed. */
export function serviceFindings(definition: ServiceDefinition, model: ServiceModel | undefined): Finding[] {
  const ports = definition.ports({ config: model?.config ?? definition.config.schema.safeParse({}).data });
  return [
    ...broken(`service ${definition.name}`, [...namePromises(definition), ...resourcePromises(definition), ...filePromises(definition), ...availabilityPromises(definition), ...shapePromises(definition)]),
    ...portFindings(definition, ports),
    ...(model === undefined ? [] : [...daemonFindings(definition.name, definition.daemon(model.context), ports), ...jobFindings(definition, model)]),
  ];
}

function namePromises({ name, title, secrets = {} }: ServiceDefinition): Promised[] {
  const silent = Object.entries(secrets).filter(([, secret]) => secret.description.trim() === '').map(([local]) => local);
  return [
    { kept: objectName.test(name), problem: 'its name cannot name Kubernetes objects', hint: 'Use up to 40 lower case letters and digits with - between words, a letter first.' },
    { kept: title.trim() !== '', problem: 'it has no title', hint: 'Say in a few words what it is.' },
    { kept: silent.length === 0, problem: `secrets without description: ${silent.join(', ')}`, hint: 'Say whose password or key each is.' },
  ];
}

function resourcePromises({ resources }: ServiceDefinition): Promised[] {
  const { requests, limits } = resources;
  const [cpu, wanted, most] = [amount(requests.cpu), amount(requests.memory), amount(limits.memory)];
  return [
    { kept: [cpu, wanted, most].every((value) => value > 0), problem: 'resources hold what is no quantity', hint: "Write for example { requests: { cpu: '50m', memory: '64Mi' }, limits: { memory: '128Mi' } }." },
    { kept: !(wanted > most), problem: `it requests ${requests.memory} of memory and may have ${limits.memory}`, hint: 'Raise the limit.' },
  ];
}

/** Not a number when it is none. */
function amount(text: string): number {
  const [, digits, unit] = quantity.exec(text) ?? [];
  return Number(digits) * (unit === undefined ? 1 : (factors[unit] ?? Number.NaN));
}

function filePromises({ files = {} }: ServiceDefinition): Promised[] {
  const paths = Object.values(files).map((file) => file.path);
  const open = Object.entries(files).filter(([, file]) => file.mode !== undefined && !/^0[0-7]{2}0$/.test(file.mode)).map(([name]) => name);
  return [
    { kept: paths.every((path) => path.startsWith('/')), problem: 'a path of a file is not absolute', hint: 'Begin it with /.' },
    { kept: new Set(paths).size === paths.length, problem: 'two files have the same path', hint: 'Give each a path of its own.' },
    { kept: open.length === 0, problem: `everybody in the container can read ${open.join(', ')}`, hint: 'Files may hold secrets: use a mode such as 0440.' },
  ];
}

function availabilityPromises({ availability, kind, volumes = {} }: ServiceDefinition): Promised[] {
  const { replicas, max = replicas } = availability;
  return [
    { kept: kind === 'External' || (replicas >= 1 && replicas <= max), problem: `it wants ${replicas} replicas, and works with 1 to ${max}`, hint: 'Mend availability.' },
    { kept: kind === 'StatefulSet' || Object.keys(volumes).length === 0, problem: `a ${kind} has volumes`, hint: 'Make it a StatefulSet: only that keeps a volume for each replica.' },
  ];
}

/** Kind that each way of updating is for. */
const updateKinds = { 'on-delete': 'DaemonSet', recreate: 'Deployment' } as const;

function shapePromises({ kind, update = 'rolling', requires = [], local = [] }: ServiceDefinition): Promised[] {
  const strangers = local.filter((capability) => !requires.includes(capability));
  return [
    { kept: update === 'rolling' || updateKinds[update] === kind, problem: `a ${kind} cannot be updated "${update}"`, hint: '"on-delete" is for a DaemonSet, "recreate" for a Deployment.' },
    { kept: strangers.length === 0, problem: `local names what is not required: ${strangers.join(', ')}`, hint: 'Add it to "requires".' },
  ];
}

function portFindings({ name }: ServiceDefinition, ports: Readonly<Record<string, PortSpec>>): Finding[] {
  const numbers = Object.values(ports).map((port) => port.port);
  const clash = broken(`service ${name}`, [{ kept: new Set(numbers).size === numbers.length, problem: `two ports have the same number: ${numbers.join(', ')}`, hint: 'Give each a default of its own.' }]);
  const each = Object.entries(ports).flatMap(([label, { port, nodePort = 30_000, ingress = 'x' }]) =>
    broken(`service ${name}, port ${label}`, [
      { kept: portName.test(label), problem: 'its name cannot name a port', hint: 'Use up to 15 lower case letters, digits and -.' },
      { kept: port >= 1024 && port <= 65_535, problem: `its number is ${port}`, hint: 'Use 1024 to 65535: an account without privileges cannot open lower ones.' },
      { kept: nodePort >= 30_000 && nodePort <= 32_767, problem: `its node port is ${nodePort}`, hint: 'Use 30000 to 32767.' },
      { kept: hostLabel.test(ingress), problem: `"${ingress}" cannot begin a host name`, hint: 'Use up to 63 lower case letters, digits and -.' },
    ]),
  );
  return [...clash, ...each];
}

function daemonFindings(name: string, daemon: DaemonSpec, ports: Readonly<Record<string, PortSpec>>): Finding[] {
  const { probes, graceSeconds = 75, prepare = {}, preStop } = daemon;
  const all: Readonly<Record<string, Probe | undefined>> = { started: probes.started, ready: probes.ready, alive: probes.alive };
  return broken(`service ${name}, daemon`, [
    ...[daemon.command, ...Object.values(prepare), ...(preStop === undefined ? [] : [preStop])].flatMap(commandPromises),
    { kept: Object.keys(prepare).every((label) => objectName.test(label) && label !== 'wait' && label !== name), problem: `a name in prepare cannot name a container: ${Object.keys(prepare).join(', ')}`, hint: 'Use lower case letters and digits with - between words; "wait" and the name of the service are taken.' },
    { kept: graceSeconds > 0, problem: `graceSeconds is ${graceSeconds}`, hint: 'Give it time to end in order.' },
    ...Object.entries(all).map(([question, probe]): Promised => ({ kept: probe !== undefined || question === 'alive', problem: `the probe ${question} is missing`, hint: 'Write started and ready, and alive where a restart helps: three different questions.' })),
    ...Object.values(all).flatMap((probe): Promised[] => {
      if (probe === undefined || probe.kind === 'exec') return [];
      return [{ kept: ports[probe.port] !== undefined, problem: `a probe asks the port ${probe.port}, which is not declared`, hint: `Ports: ${Object.keys(ports).join(', ')}.` }];
    }),
  ]);
}

function jobFindings({ name }: ServiceDefinition, { jobs }: ServiceModel): Finding[] {
  return [...jobs].flatMap(([label, job]) => broken(`service ${name}, job ${label}`, [...commandPromises(job.command), ...jobPromises(label, job)]));
}

function jobPromises(label: string, { deadlineSeconds = 600, retries = 4 }: JobSpec): Promised[] {
  return [
    { kept: objectName.test(label), problem: 'its name cannot name a Job', hint: 'Use lower case letters and digits with - between words.' },
    { kept: deadlineSeconds > 0 && retries >= 1, problem: `it has ${retries} retries and ${deadlineSeconds} s`, hint: 'A job must be repeatable: allow at least one retry and some time.' },
  ];
}

function commandPromises(command: readonly string[]): Promised[] {
  const secrets = secretNames(command.join('\n'));
  return [
    { kept: command.length > 0 && command[0] !== '', problem: 'its command is empty', hint: 'Name the program.' },
    { kept: secrets.length === 0, problem: `its command holds the secret ${secrets.join(', ')}, which everybody on the node can read`, hint: 'Hand it over in env or in a file.' },
  ];
}
