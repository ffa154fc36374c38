"""Neutron's OVN agent with its privileged parts in its own process.

Neutron hands them to three helper processes of 110 MiB each, so that an agent without rights can work. This one is root
of the node's network anyway.
"""

import sys

from neutron import privileged
from neutron.cmd.agents import ovn_neutron_agent
from oslo_privsep import priv_context

for context in vars(privileged).values():
    if isinstance(context, priv_context.PrivContext):
        context.set_client_mode(False)

sys.exit(ovn_neutron_agent.main())
