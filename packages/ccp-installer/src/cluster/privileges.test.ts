import { describe, expect, test } from '@jest/globals';
import { nextPrivileges, privileged, privilegeOptions, type Privileges } from './privileges.ts';

const refusedCaps = 'OCI runtime create failed: container_linux.go: starting container process caused: apply caps: operation not permitted: unknown';

describe('privileges of a node container', () => {
  test('an engine that may not give everything is asked for a list of capabilities', () => {
    const next = nextPrivileges(privileged, refusedCaps);
    expect(next).toMatchObject({ kind: 'capabilities', capabilities: expect.arrayContaining(['SYS_ADMIN', 'NET_ADMIN', 'MKNOD']) as unknown });
    expect(privilegeOptions(next!).CapAdd).not.toContain('SYS_RESOURCE');
    expect(privilegeOptions(next!).Privileged).toBeUndefined();
  });

  test('capabilities that an old engine does not know are dropped one by one', () => {
    let tried: Privileges | undefined = nextPrivileges(privileged, refusedCaps);
    for (const name of ['BPF', 'CHECKPOINT_RESTORE', 'PERFMON']) {
      tried = nextPrivileges(tried!, `invalid CapAdd: unknown capability: "CAP_${name}"`);
    }
    expect(privilegeOptions(tried!).CapAdd).toContain('SYS_ADMIN');
    expect(privilegeOptions(tried!).CapAdd).not.toEqual(expect.arrayContaining(['BPF']));
    expect(privilegeOptions(tried!).CapAdd).not.toEqual(expect.arrayContaining(['PERFMON']));
  });

  test('what nothing can be done about ends the search', () => {
    expect(nextPrivileges(privileged, 'no space left on device')).toBeUndefined();
    expect(nextPrivileges({ kind: 'capabilities', capabilities: ['CHOWN'] }, refusedCaps)).toBeUndefined();
    expect(nextPrivileges({ kind: 'capabilities', capabilities: ['CHOWN'] }, 'unknown capability: "CAP_BPF"')).toBeUndefined();
  });
});
