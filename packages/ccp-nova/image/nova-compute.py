"""nova-compute for a container: it ends when it cannot start, shows when it was well, and ends when it has nothing left to do.

What it changes in Nova is what Nova calls at these moments.
"""

import contextlib
import os
from pathlib import Path
import sys

from nova.cmd.compute import main
from nova.servicegroup.drivers.db import DbDriver
from nova.virt.libvirt.host import Host

# `nova-compute-well` looks at their age.
STARTED = Path('/run/nova-compute.started')
WELL = Path('/run/nova-compute.well')

join = DbDriver.join
report_state = DbDriver._report_state
cleanup = Host.cleanup


def join_when_started(self, *args):
    """The last step of the start: requests are heard, libvirt and a conductor have answered."""
    join(self, *args)
    WELL.touch()


def report_state_when_well(self, service):
    """Reports, every 10 s, after a word with libvirt: an agent that hangs there falls silent and is found."""
    # Without libvirt Nova has disabled the host; it is enabled by the first word with the new one.
    with contextlib.suppress(Exception):
        service.driver._host.get_connection()
    report_state(self, service)
    if not service.model_disconnected:
        WELL.touch()


def cleanup_with_thread(self):
    """Ends the thread that waits for events of the connection, too, which would else keep the process until it is killed."""
    self._conn_event_handler_queue.put(sys.exit)
    cleanup(self)


DbDriver.join = join_when_started
DbDriver._report_state = report_state_when_well
Host.cleanup = cleanup_with_thread

STARTED.touch()
try:
    main()
except Exception:
    # Its threads would keep the process alive for ever, connected with the message bus and deaf: for example when libvirt is replaced in
    # the moment in which the agent looks at its guests. The fault goes into the log.
    sys.excepthook(*sys.exc_info())
    sys.stderr.flush()
    os._exit(1)
