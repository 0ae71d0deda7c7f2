#!/usr/bin/env python3
# SPDX-License-Identifier: LGPL-2.1-or-later
"""check-symbols.py [--update] LIBRARY LIST - the exported names are those of the list.

The list is part of the API: a change of it is reviewed in the commit that makes
it. `./dev symbols` writes it anew.
"""
import subprocess
import sys

arguments = [a for a in sys.argv[1:] if a != '--update']
library, path = arguments
nm = subprocess.run(['nm', '-D', '--defined-only', library], stdout=subprocess.PIPE, text=True, check=True)
# a sanitizer or a coverage build adds names of its own
found = sorted({line.split()[-1] for line in nm.stdout.splitlines()
                if not line.split()[-1].startswith(('__', '_init', '_fini'))})
if '--update' in sys.argv:
    with open(path, 'w') as f:
        f.write('\n'.join(found) + '\n')
    sys.exit(0)
with open(path) as f:
    wanted = f.read().split()
print('1..2')
wrong = [s for s in found if not s.startswith('edgekit_')]
print('%s 1 every exported name begins with edgekit_' % ('not ok' if wrong else 'ok'))
for symbol in wrong:
    print('# ' + symbol)
print('%s 2 the exported names are those of edgekit.symbols' % ('ok' if found == wanted else 'not ok'))
for symbol in sorted(set(found) ^ set(wanted)):
    print('# %s %s' % ('new' if symbol in found else 'gone', symbol))
sys.exit(bool(wrong) or found != wanted)
