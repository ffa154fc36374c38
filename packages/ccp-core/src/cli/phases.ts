import type { EventSink } from '../definition/index.ts';

/** A phase of a run with its seconds. Phases may overlap. */
export interface PhaseTime {
  readonly phase: string;
  readonly seconds: number;
}

/** Announces phases and records how long each takes. */
export interface PhaseClock {
  run<T>(phase: string, title: string, work: () => Promise<T>): Promise<T>;
  /** Phases that have ended, in the order of their ends. */
  readonly times: readonly PhaseTime[];
}

/** A clock that tells `events` about every phase. */
export function phaseClock(events: EventSink): PhaseClock {
  const times: PhaseTime[] = [];
  return {
    times,
    run: async (phase, title, work) => {
      const began = performance.now();
      events({ type: 'phase', phase, title });
      try {
        return await work();
      } finally {
        times.push({ phase, seconds: Math.round((performance.now() - began) / 10) / 100 });
      }
    },
  };
}
