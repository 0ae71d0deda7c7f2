#!/usr/bin/env python3
# SPDX-License-Identifier: LGPL-2.1-or-later
"""The closing line of the test command must never hide a failure."""
import os
import sys

sys.path.insert(0, os.path.join(sys.argv[1], 'tests'))
sys.dont_write_bytecode = True
import tally  # noqa: E402

CASES = [
    ('plain pass', {'result': 'OK', 'stdout': ''}, (1, 0, 0)),
    ('plain failure', {'result': 'FAIL', 'stdout': ''}, (0, 1, 0)),
    ('no output at all', {'result': 'OK'}, (1, 0, 0)),
    ('skipped program', {'result': 'SKIP', 'stdout': ''}, (0, 0, 1)),
    ('subtests', {'result': 'OK', 'stdout': '1..3\nok 1 a\nok 2 b # SKIP no\nok 3 c\n'}, (2, 0, 1)),
    ('one not ok', {'result': 'FAIL', 'stdout': '1..2\nok 1 a\nnot ok 2 b\n'}, (1, 1, 0)),
    ('todo', {'result': 'OK', 'stdout': '1..1\nnot ok 1 a # TODO later\n'}, (1, 0, 0)),
    ('crash after a pass', {'result': 'FAIL', 'stdout': '1..3\nok 1 a\n'}, (1, 1, 0)),
    ('timeout', {'result': 'TIMEOUT', 'stdout': '1..3\nok 1 a\n'}, (1, 1, 0)),
    ('bail out called a skip', {'result': 'SKIP', 'stdout': '1..3\nok 1 a\nBail out! no\n'}, (1, 1, 0)),
    ('passes where failure was expected', {'result': 'UNEXPECTEDPASS', 'stdout': ''}, (0, 1, 0)),
    ('"ok" in plain output is no subtest', {'result': 'OK', 'stdout': 'ok then\n'}, (1, 0, 0)),
]
print('1..%d' % len(CASES))
bad = 0
for number, (name, record, expected) in enumerate(CASES, 1):
    got = tally.count(record)
    bad += got != expected
    print('%s %d %s' % ('ok' if got == expected else 'not ok', number, name))
    if got != expected:
        print('# expected %r, got %r' % (expected, got))
sys.exit(bool(bad))
