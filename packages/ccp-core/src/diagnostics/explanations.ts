import type { ErrorCode } from './codes.ts';

/** What `ccp explain CODE` adds to the meaning of a code. */
export interface Explanation {
  /** Usual causes, the most frequent first. */
  readonly causes: readonly string[];
  /** What to do, in the order in which to try it. */
  readonly remedies: readonly string[];
}

const configuration: Explanation = {
  causes: ['A key is misspelt, or stands in the wrong section.', 'A value has the wrong type or is out of its range.', 'The YAML does not parse, or a file that it names cannot be read.'],
  remedies: ['Go to the file, line and column that are shown; the nearest known key is named.', 'ccp explain KEY shows type, default and meaning of a key.'],
};

/** Causes and remedies of every error code. */
export const explanations: Readonly<Record<ErrorCode, Explanation>> = {
  CONFIG_INVALID: configuration,
  CATALOG_INVALID: {
    causes: ['A service requires a capability that no installed component provides, or that two provide.', 'A package is not built, or is written for another definition API.', 'Services need each other in a cycle, or want the same port.'],
    remedies: ['Install the missing component, or bind the capability with services.NAME.bindings.', 'npm run build, after every change of a package.', 'ccp version shows which components are used, and in which version.'],
  },
  TEMPLATE_INVALID: {
    causes: ['A template uses a variable that the service does not hand it.', 'A Handlebars block is not closed.'],
    remedies: ['Go to the file, line and column that are shown.', 'Use config, service, environment, needs, ports, replicas, secrets, or add the value to "variables" of the service.'],
  },
  USAGE: {
    causes: ['A command, option or name is misspelt.', 'An argument is missing, or an option has a value that it cannot have.'],
    remedies: ['ccp --help lists all commands; ccp COMMAND --help shows its options.', 'ccp completion bash|zsh|fish makes the shell complete them.'],
  },
  HOST_REFUSED: {
    causes: ['The disk is full, or a quota is used up.', 'The folder belongs to somebody else, or is read-only.'],
    remedies: ['Free some space: df -h shows where it is missing.', 'Run ccp as the owner of the folder, or choose another with --directory.'],
  },
  PREREQUISITE: {
    causes: ['A program that a build needs is missing, and ccp may not install it.', 'The host or its container engine lacks a feature or a right.'],
    remedies: ['Do what the hint says, as root where it says so.', 'ccp doctor checks the host.'],
  },
  ENGINE_UNREACHABLE: {
    causes: ['The Docker engine is not running.', 'The user may not use its socket (not in the group "docker").', 'DOCKER_HOST names another place.'],
    remedies: ['Start it: systemctl start docker.', 'Log in again after being added to the group "docker".', 'ccp doctor checks it.'],
  },
  ENGINE_REFUSED: {
    causes: ['The disk is full.', 'The engine is too old for what is asked.', 'Another program removed what was in use.'],
    remedies: ['Read what the engine said; it is shown.', 'Free disk space: docker system df shows what takes it.', 'Run the command again.'],
  },
  BUILD_FAILED: {
    causes: ['A package registry did not answer, or refused.', 'A source does not compile, or a patch does not apply.', 'The disk is full.'],
    remedies: ['Read the last lines that are shown; the whole log is the file that is named.', 'Run it again: what is built stays, only the rest is done.', 'ccp images why IMAGE shows what changed since it was last built.'],
  },
  REGISTRY_UNREACHABLE: {
    causes: ['The registry is not running, or its address is wrong.', 'It speaks plain HTTP, and registry.insecure is not set.'],
    remedies: ['For the local cluster: ccp cluster status, ccp cluster start.', 'Check registry.address and the network between this host and it.'],
  },
  REGISTRY_FAILED: {
    causes: ['It wants a login or refuses this name.', 'Its disk is full.', 'The engine does not accept plain HTTP of it.'],
    remedies: ['Read its answer, which is shown.', 'Check the login: registry.username and registry.passwordFile, or docker login.'],
  },
  CLUSTER_UNREACHABLE: {
    causes: ['The cluster is stopped, or the host was restarted.', 'The kubeconfig names an address that is no longer right.', 'The API server is restarting.'],
    remedies: ['For the local cluster: ccp cluster status, ccp cluster start.', 'For an existing one: try kubectl with the same kubeconfig.', 'Run the command again; it continues.'],
  },
  CLUSTER_FORBIDDEN: {
    causes: ['The user of the kubeconfig lacks the right that is named.', 'The certificate or token has expired.'],
    remedies: ['Use a kubeconfig with this right: kubernetes.kubeconfig, kubernetes.context.', 'For the local cluster: ccp cluster kubeconfig writes the file again.'],
  },
  CLUSTER_REFUSED: {
    causes: ['An object breaks a rule of the cluster: a quota, an admission policy, a field that may not change.', 'A node port is taken by another Service.'],
    remedies: ['Read what the API server said; it is shown.', 'ccp diff shows what would be applied.', 'endpoints.nodePortOffset moves all node ports.'],
  },
  CLUSTER_FAILED: {
    causes: ['A node container ended or did not become ready.', 'The machine has too little memory or disk.', 'A kernel feature is missing.'],
    remedies: ['Read the command and output that are shown.', 'ccp doctor, then ccp cluster up: it continues.', 'ccp cluster down and ccp up begin anew; all data is lost.'],
  },
  CLUSTER_MISSING: {
    causes: ['ccp up has not been run here, or ccp down has.', 'The configuration names another environment (environment.name) than the one that runs.', 'The kubeconfig or its context does not exist.'],
    remedies: ['ccp up makes a local cluster.', 'kubernetes.kubeconfig uses an existing one.'],
  },
  PORT_TAKEN: {
    causes: ['Another cluster of ccp or another program listens on the port.'],
    remedies: ['Set installer.apiPort, installer.registryPort or the port that is named to a free one.', 'ss -ltnp shows who listens.'],
  },
  DEPLOY_LOCKED: {
    causes: ['Another ccp deploys to this environment now; its host and process are named.', 'A ccp was killed a moment ago on another host: its lock ends by itself.'],
    remedies: ['Wait until it is done; the lock of a process that died on this host is taken over at once, else after 15 s.'],
  },
  DEPLOY_FAILED: {
    causes: ['A job failed, for example a database migration.', 'A container crashes, or is never ready.', 'An image cannot be pulled, or no node has room for a pod.'],
    remedies: ['Read the reason and the last log lines that are shown.', 'ccp explain SERVICE and ccp logs SERVICE (--jobs) show more.', 'Mend the cause and run ccp deploy again; it continues.'],
  },
  NOT_DEPLOYED: {
    causes: ['The environment is not deployed yet, or only in part.', 'A secret or credential does not exist before the first deploy.'],
    remedies: ['ccp status shows what is there; ccp up or ccp deploy does the rest.'],
  },
  NODE_IN_USE: {
    causes: ['Fewer nodes are asked for, and one that would go has persistent volumes, pods that cannot move, or instances, whose disks lie on it.', 'An agent of the cloud runs there (nova-compute), and the cloud does not tell what it has.'],
    remedies: ['Read which volumes, instances or pods are named; move or remove what they belong to.', 'Where the cloud does not answer: bring it up (ccp status), or give --force, and delete its record of the node by hand, as is told then.', 'Ask for as many nodes as before; ccp cluster status lists them.'],
  },
  SOURCE_UNLOCKED: {
    causes: ['A source of the configuration is a branch, tag or address that has never been looked up.'],
    remedies: ['ccp fetch looks it up and records what it stands for; then build again.'],
  },
  SOURCE_FAILED: {
    causes: ['The repository, ref or file is misspelt, or does not exist any more.', 'What came is not what was expected (another sha256).', 'The network or the server does not answer, or wants a login.'],
    remedies: ['Check the address and ref under sources: of the configuration.', 'Try git ls-remote or curl with the same address on this host.', 'When the content was changed on purpose: ccp fetch, or the new sha256.'],
  },
  PATCH_FAILED: {
    causes: ['The source has changed where the patch does.', 'The patch is already part of the source.'],
    remedies: ['Go to the file and hunk that are shown, and make the patch anew against this source.', 'Remove it when the source has it.'],
  },
  ACTION_FAILED: {
    causes: ['The program of the action ended with an error, or not in time.', 'A parameter has a value that it cannot use.'],
    remedies: ['Read the reason and the last log lines that are shown; ccp action log RUN shows all of them.', 'Mend the cause and start it again with ccp action run.'],
  },
  VERIFY_FAILED: {
    causes: ['A service answers with an error, or not in time.', 'The public address is not reachable from this host.'],
    remedies: ['ccp status, then ccp logs of the service that is named; ccp up verifies again until it succeeds.', 'ccp domains list shows the addresses; endpoints.public.host sets them.'],
  },
  INTERRUPTED: {
    causes: ['Ctrl-C, or the process was asked to end.'],
    remedies: ['Run the same command again; it continues from what is there.'],
  },
};
