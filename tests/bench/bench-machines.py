#!/usr/bin/env python3
# SPDX-License-Identifier: LGPL-2.1-or-later
"""How many facts of each recorded computer are right, known and unknown."""
import os
import sys

source, build = (os.environ['EDGEKIT_TEST_%s_ROOT' % kind] for kind in ('SOURCE', 'BUILD'))
machines = os.path.join(source, 'tests', 'machines')
os.execv(sys.executable, [sys.executable, os.path.join(machines, 'test-machines.py'),
                          os.path.join(build, 'tests', 'machines', 'replay'), machines, '--table'])
