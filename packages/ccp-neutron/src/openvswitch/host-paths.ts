/** Sockets of the node's Open vSwitch. */
export const runPath = { run: { path: '/run/openvswitch' } } as const;

/** Its database, and with it what was chosen for the node. */
export const statePath = { state: { path: '/var/lib/openvswitch' } } as const;
