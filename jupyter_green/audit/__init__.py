"""The audit: every job that notebooks and Python files would start, found without running anything.

:func:`audit_document` reads one document, :mod:`jupyter_green.audit.report` holds the result, ``writers`` show it,
``app`` is the command line.
"""
