import type { CoreCommand } from '../command.ts';
import { actionDeleteCommand } from './action-delete.ts';
import { actionListCommand, actionShowCommand } from './action-list.ts';
import { actionLogCommand } from './action-log.ts';
import { actionRunCommand } from './action-run.ts';
import { actionStatusCommand } from './action-status.ts';
import { buildCommand } from './build.ts';
import { cleanupCommand } from './cleanup.ts';
import { configDumpCommand } from './config-dump.ts';
import { configSchemaCommand } from './config-schema.ts';
import { completionCommand } from './completion.ts';
import { deployCommand } from './deploy.ts';
import { diffCommand } from './diff.ts';
import { doctorCommand } from './doctor.ts';
import { domainsListCommand } from './domains.ts';
import { explainCommand } from './explain.ts';
import { downCommand } from './down.ts';
import { fetchCommand } from './fetch.ts';
import { imagesTreeCommand } from './images-tree.ts';
import { imagesWhyCommand } from './images-why.ts';
import { imagesListCommand } from './images.ts';
import { logsCommand } from './logs.ts';
import { openrcCommand } from './openrc.ts';
import { planCommand } from './plan.ts';
import { showDepCommand } from './show-dep.ts';
import { snapshotCommand } from './snapshot.ts';
import { statusCommand } from './status.ts';
import { upCommand } from './up.ts';
import { verifyCommand } from './verify.ts';
import { validateCommand } from './validate.ts';
import { versionCommand } from './version.ts';

/** Commands of `ccp action`. */
const actionCommands: readonly CoreCommand[] = [actionListCommand, actionShowCommand, actionRunCommand, actionStatusCommand, actionLogCommand, actionDeleteCommand];

/** The commands of core, in the order of the help. */
export const coreCommands: readonly CoreCommand[] = [
  upCommand,
  downCommand,
  planCommand,
  fetchCommand,
  diffCommand,
  buildCommand,
  deployCommand,
  verifyCommand,
  statusCommand,
  logsCommand,
  explainCommand,
  doctorCommand,
  snapshotCommand,
  openrcCommand,
  validateCommand,
  configDumpCommand,
  configSchemaCommand,
  showDepCommand,
  ...actionCommands,
  cleanupCommand,
  imagesListCommand,
  imagesWhyCommand,
  imagesTreeCommand,
  domainsListCommand,
  versionCommand,
  completionCommand,
];
