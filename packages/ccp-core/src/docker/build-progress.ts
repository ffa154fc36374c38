import type { BuildProgress } from '../engine/contracts.ts';
import { decodeTrace, type TraceLog, type TraceVertex } from './trace.ts';

/** How many lines of each step are kept as evidence. */
const keptLines = 20;

/** What is known of one step. */
interface StepState {
  name: string;
  shown: boolean;
  /** Bytes after the last line end; a line and even a letter may come in two parts. */
  rest: Buffer;
  readonly lines: string[];
}

/** The step that ended a build, and what it wrote last. */
export interface FailedStep {
  readonly step: string;
  readonly message: string;
  readonly lines: readonly string[];
}

/** Turns BuildKit's trace of one build into steps and lines, and remembers what a failure needs. */
export class BuildTranscript {
  readonly #steps = new Map<string, StepState>();
  readonly #tell: (progress: BuildProgress) => void;
  #failed: FailedStep | undefined;

  constructor(tell: (progress: BuildProgress) => void) {
    this.#tell = tell;
  }

  /** The step that failed, if the trace named one. */
  get failed(): FailedStep | undefined {
    return this.#failed;
  }

  /** Takes the base64 text of one trace message. */
  add(encoded: string): void {
    const trace = decodeTrace(Buffer.from(encoded, 'base64'));
    for (const vertex of trace.vertexes) this.#vertex(vertex);
    for (const log of trace.logs) this.#log(log);
    for (const vertex of trace.vertexes) this.#end(vertex);
  }

  #step(digest: string): StepState {
    const known = this.#steps.get(digest);
    if (known !== undefined) return known;
    const step = { name: '', shown: false, rest: Buffer.alloc(0), lines: [] };
    this.#steps.set(digest, step);
    return step;
  }

  #vertex(vertex: TraceVertex): void {
    const step = this.#step(vertex.digest);
    if (vertex.name !== '') step.name = stepText(vertex.name);
    if (!vertex.started || step.shown || !isTelling(vertex.name)) return;
    step.shown = true;
    this.#tell({ kind: 'step', text: vertex.cached ? `${step.name} (cached)` : step.name });
  }

  #log(log: TraceLog): void {
    const step = this.#step(log.vertex);
    const parts = splitLines(Buffer.concat([step.rest, log.text]));
    step.rest = parts.rest;
    for (const line of parts.lines) this.#line(step, line);
  }

  #line(step: StepState, line: string): void {
    step.lines.push(line);
    if (step.lines.length > keptLines) step.lines.shift();
    this.#tell({ kind: 'log', text: line });
  }

  #end(vertex: TraceVertex): void {
    if (!vertex.completed && vertex.error === '') return;
    const step = this.#step(vertex.digest);
    if (step.rest.length > 0) this.#line(step, step.rest.toString('utf8'));
    step.rest = Buffer.alloc(0);
    // Steps that ran beside the failed one end as canceled: they are not the cause.
    if (vertex.error === '' || /context canceled/.test(vertex.error)) return;
    this.#failed ??= { step: step.name, message: shortError(vertex.error), lines: step.lines };
  }
}

/**
 * A step's name without what only BuildKit needs: of a script in exec form the first line, which ours use to say what
 * they do; mounts are left out.
 */
export function stepText(name: string): string {
  const written = /^\[[^\]]*\] /.exec(name)?.[0] ?? '';
  // Places are padded, and name the stage only when there are several.
  const place = written.replace(/ +/g, ' ').replace('[final ', '[');
  const instruction = name.slice(written.length).replace(/^RUN( --\S+)+/, 'RUN');
  const told = /^RUN \["\/bin\/sh","-euc","# (.*?[^\\])(?:\\n|"\])/s.exec(instruction)?.[1];
  const run = told === undefined ? instruction : unescape(told);
  return `${place}${run.length > 100 ? `${run.slice(0, 99)}…` : run}`;
}

function unescape(text: string): string {
  try {
    return String(JSON.parse(`"${text}"`));
  } catch {
    return text;
  }
}

/** Loading the context and looking for bases takes no time and says nothing. */
function isTelling(name: string): boolean {
  return name.startsWith('exporting') || (/^\[(?!internal)/.test(name) && !/^\[[^\]]*\] FROM /.test(name));
}

/** BuildKit repeats the whole script in front of the exit code. */
function shortError(error: string): string {
  const code = /(?:exit code|did not complete successfully): .*$/s.exec(error)?.[0];
  return (code ?? error).trim();
}

function splitLines(bytes: Buffer): { lines: string[]; rest: Buffer } {
  const end = bytes.lastIndexOf(0x0a);
  if (end < 0) return { lines: [], rest: bytes };
  const lines = bytes.subarray(0, end).toString('utf8').split('\n');
  // Progress bars overwrite their line: only its last state is worth keeping.
  return { lines: lines.map((line) => line.replace(/\r$/, '').split('\r').at(-1) ?? ''), rest: bytes.subarray(end + 1) };
}
