import { copy } from 'ccp-core';

/** The step that installs the program which finds the address of a database of OVN. */
export const addressScript = copy('image/ovn-address.sh', '/usr/local/bin/ovn-address', { mode: '0755' });
