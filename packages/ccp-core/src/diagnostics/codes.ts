/** Exit codes of the command line. */
export const exitCode = { ok: 0, failed: 1, usage: 2, changes: 3, interrupted: 130 } as const;

/**
 * Every error code, its meaning and the exit code it ends the command with. Exit 2: the input must change first;
 * 1: something did not work and may work when run again.
 */
export const errorCodes = {
  CONFIG_INVALID: { exit: exitCode.usage, meaning: 'The configuration does not fit its schema, or a file of it cannot be read.' },
  CATALOG_INVALID: { exit: exitCode.usage, meaning: 'The components found do not fit together: cycle, unbound capability, port clash or missing template.' },
  TEMPLATE_INVALID: { exit: exitCode.usage, meaning: 'A template uses a variable that does not exist, or does not parse.' },
  USAGE: { exit: exitCode.usage, meaning: 'The command line is not understood.' },
  HOST_REFUSED: { exit: exitCode.failed, meaning: 'The host refuses a file operation: disk full, no permission, read-only.' },
  PREREQUISITE: { exit: exitCode.usage, meaning: 'The host lacks something that ccp may not install by itself.' },
  SOURCE_UNLOCKED: { exit: exitCode.usage, meaning: 'It is not recorded yet what a source of the configuration stands for; ccp fetch does that.' },
  SOURCE_FAILED: { exit: exitCode.failed, meaning: 'A source cannot be had: no such repository, ref or file, another content than expected, or the network.' },
  PATCH_FAILED: { exit: exitCode.usage, meaning: 'A patch does not apply to its source, or changes nothing.' },
  ENGINE_UNREACHABLE: { exit: exitCode.failed, meaning: 'The Docker engine does not answer.' },
  ENGINE_REFUSED: { exit: exitCode.failed, meaning: 'The Docker engine refused a request.' },
  BUILD_FAILED: { exit: exitCode.failed, meaning: 'A step of an image failed; its log says why.' },
  REGISTRY_UNREACHABLE: { exit: exitCode.failed, meaning: 'The registry of the images does not answer.' },
  REGISTRY_FAILED: { exit: exitCode.failed, meaning: 'An image could not be pushed to the registry, or pulled from it.' },
  CLUSTER_UNREACHABLE: { exit: exitCode.failed, meaning: 'The Kubernetes API does not answer.' },
  CLUSTER_FORBIDDEN: { exit: exitCode.failed, meaning: 'The Kubernetes API refuses what ccp needs to do.' },
  CLUSTER_REFUSED: { exit: exitCode.failed, meaning: 'The Kubernetes API refused an object.' },
  CLUSTER_FAILED: { exit: exitCode.failed, meaning: 'The local cluster could not be created or started.' },
  CLUSTER_MISSING: { exit: exitCode.failed, meaning: 'There is no cluster for this environment.' },
  NODE_IN_USE: { exit: exitCode.failed, meaning: 'A node of the local cluster holds data, instances or pods that would be lost with it.' },
  PORT_TAKEN: { exit: exitCode.failed, meaning: 'A port that ccp must publish on the host is in use.' },
  DEPLOY_LOCKED: { exit: exitCode.failed, meaning: 'Another ccp process is changing this environment.' },
  DEPLOY_FAILED: { exit: exitCode.failed, meaning: 'A job failed or a service did not become ready; the cause is shown.' },
  ACTION_FAILED: { exit: exitCode.failed, meaning: 'A run of an action failed; its reason and last log lines are shown.' },
  NOT_DEPLOYED: { exit: exitCode.failed, meaning: 'The environment is not deployed, or not completely.' },
  VERIFY_FAILED: { exit: exitCode.failed, meaning: 'The deployed cloud does not answer as it must.' },
  INTERRUPTED: { exit: exitCode.interrupted, meaning: 'Stopped by a signal; the next run continues.' },
} as const;

/** A code of {@link errorCodes}. */
export type ErrorCode = keyof typeof errorCodes;
