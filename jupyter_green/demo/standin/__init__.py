"""A stand-in for AWS on this machine: moto, with the gaps a SageMaker user meets filled.

``with in_process() as aws`` answers every call of this process; ``with server() as aws`` serves ``aws.url`` on
loopback for kernels. Both give a :class:`StandIn` with ``environment()``, ``calls_made()``, ``seed_jobs()``,
``seed_metrics()`` and ``behave()``. Nothing here ever reaches the network.
"""

from jupyter_green.demo.standin.running import ACCOUNT, BUCKET, REGION, ROLE, StandIn, environment, in_process, server
from jupyter_green.demo.standin.world import Call, Refused

__all__ = ["ACCOUNT", "BUCKET", "REGION", "ROLE", "Call", "Refused", "StandIn", "environment", "in_process", "server"]
