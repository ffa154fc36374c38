"""nova-compute that ends when it cannot start, so that its container is started again.

Its threads would else keep the process alive for ever, connected with the message bus and deaf: for example when libvirt is replaced in
the moment in which the agent looks at its guests.
"""

import os
import sys

from nova.cmd.compute import main

try:
    main()
except Exception:
    # Writes the fault to the log.
    sys.excepthook(*sys.exc_info())
    sys.stderr.flush()
    os._exit(1)
