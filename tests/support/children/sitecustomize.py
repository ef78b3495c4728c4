"""Keep the Python processes that tests start (kernels, command lines) on this machine too."""

import loopback_only

loopback_only.install()
