#!/usr/bin/env python3
# SPDX-License-Identifier: LGPL-2.1-or-later
"""find-overrides.py PREFIX - the folder below PREFIX from which this Python imports modules.

Overrides of gi live in gi/overrides below it. It is the folder that gi itself is in, if
that is below PREFIX as it is below the prefix of Python; else one that Python looks into;
else the same folder below PREFIX, for which a program needs PYTHONPATH.
"""
import os
import sys

import gi.overrides


def find(prefix):
    home = os.path.dirname(os.path.dirname(os.path.realpath(gi.overrides.__path__[0])))
    if os.path.realpath(prefix) == os.path.realpath(sys.base_prefix):
        return home
    for folder in sys.path:
        if os.path.basename(folder) in ('dist-packages', 'site-packages') and \
                os.path.commonpath([prefix, folder]) == prefix:
            return folder
    return os.path.join(prefix, os.path.relpath(home, sys.base_prefix))


print(find(sys.argv[1]))
