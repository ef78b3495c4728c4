"""Keep the Python processes that tests start (kernels, command lines) on this machine, and note what they ask AWS."""

import aws_requests
import loopback_only

loopback_only.install()
aws_requests.install()
