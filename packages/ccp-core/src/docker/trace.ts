import { readFields, type WireField } from './wire.ts';

/** A step of a build as BuildKit tells it. */
export interface TraceVertex {
  readonly digest: string;
  readonly name: string;
  readonly started: boolean;
  readonly completed: boolean;
  readonly cached: boolean;
  readonly error: string;
}

/** Something that a step wrote; may be a part of a line. */
export interface TraceLog {
  readonly vertex: string;
  readonly text: Buffer;
}

/** One message of the kind `moby.buildkit.trace`. */
export interface Trace {
  readonly vertexes: readonly TraceVertex[];
  readonly logs: readonly TraceLog[];
}

/**
 * Decodes a `StatusResponse` of BuildKit; field numbers are those of moby/buildkit `api/services/control/control.proto`,
 * which are the same from BuildKit 0.8 to now.
 */
export function decodeTrace(message: Buffer): Trace {
  const fields = readFields(message);
  return {
    vertexes: messages(fields, 1).map(decodeVertex),
    logs: messages(fields, 3).map((log) => ({ vertex: text(log, 1), text: buffer(log, 4) })),
  };
}

function decodeVertex(fields: readonly WireField[]): TraceVertex {
  return {
    digest: text(fields, 1),
    name: text(fields, 3),
    cached: fields.some((field) => field.number === 4 && field.value === 1),
    started: fields.some((field) => field.number === 5),
    completed: fields.some((field) => field.number === 6),
    error: text(fields, 7),
  };
}

function messages(fields: readonly WireField[], number: number): WireField[][] {
  return fields.flatMap((field) => (field.number === number && Buffer.isBuffer(field.value) ? [readFields(field.value)] : []));
}

function buffer(fields: readonly WireField[], number: number): Buffer {
  const value = fields.find((field) => field.number === number)?.value;
  return Buffer.isBuffer(value) ? value : Buffer.alloc(0);
}

function text(fields: readonly WireField[], number: number): string {
  return buffer(fields, number).toString('utf8');
}
