import type { HostConfig } from 'dockerode';

/** What a node container is allowed: everything, or a list of capabilities where the engine itself lacks one. */
export type Privileges = { readonly kind: 'privileged' } | { readonly kind: 'capabilities'; readonly capabilities: readonly string[] };

/** Tried first. */
export const privileged: Privileges = { kind: 'privileged' };

/**
 * Every capability of Linux 6 but SYS_RESOURCE, which is the one that sandboxed engines are known to lack; the
 * kubelet lives without it (it logs that limits and OOM scores stay as they are).
 */
const capabilities = `
  AUDIT_CONTROL AUDIT_READ AUDIT_WRITE BLOCK_SUSPEND BPF CHECKPOINT_RESTORE CHOWN DAC_OVERRIDE DAC_READ_SEARCH FOWNER
  FSETID IPC_LOCK IPC_OWNER KILL LEASE LINUX_IMMUTABLE MAC_ADMIN MAC_OVERRIDE MKNOD NET_ADMIN NET_BIND_SERVICE
  NET_BROADCAST NET_RAW PERFMON SETFCAP SETGID SETPCAP SETUID SYS_ADMIN SYS_BOOT SYS_CHROOT SYSLOG SYS_MODULE SYS_NICE
  SYS_PACCT SYS_PTRACE SYS_RAWIO SYS_TIME SYS_TTY_CONFIG WAKE_ALARM`
  .trim()
  .split(/\s+/);

/**
 * What to try after the engine refused `tried` with `message`: the list of capabilities after `privileged`, the
 * list without a capability that the engine does not know; undefined when nothing is left to try.
 */
export function nextPrivileges(tried: Privileges, message: string): Privileges | undefined {
  if (tried.kind === 'privileged') {
    return /operation not permitted/i.test(message) ? { kind: 'capabilities', capabilities } : undefined;
  }
  const unknown = /unknown capability:?\s*"?(?:CAP_)?([A-Z_]+)/i.exec(message)?.[1]?.toUpperCase();
  if (unknown === undefined || !tried.capabilities.includes(unknown)) return undefined;
  return { kind: 'capabilities', capabilities: tried.capabilities.filter((capability) => capability !== unknown) };
}

/** The engine's options for `privileges`. */
export function privilegeOptions(privileges: Privileges): HostConfig {
  switch (privileges.kind) {
    case 'privileged':
      return { Privileged: true };
    case 'capabilities':
      return {
        CapAdd: [...privileges.capabilities],
        SecurityOpt: ['seccomp=unconfined', 'apparmor=unconfined'],
        // The client's systempaths=unconfined: nothing of /proc and /sys is hidden or read-only.
        MaskedPaths: [],
        ReadonlyPaths: [],
        DeviceCgroupRules: ['a *:* rwm'],
      };
  }
}
