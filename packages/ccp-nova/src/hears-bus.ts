import { exec, type Probe, type ServiceContext } from 'ccp-core';
import { cellOf } from './nova-conf.ts';

/** Whether a process of Nova that has no port of its own is connected with the message bus. */
export function hearsBus(context: ServiceContext): Probe {
  return exec('connected', String(cellOf(context).rpc.port));
}
