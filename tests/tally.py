#!/usr/bin/env python3
# SPDX-License-Identifier: LGPL-2.1-or-later
"""tally.py TESTLOG.json... - prints "N passed, N failed", counting TAP subtests.

meson's own summary counts programs; its JUnit file calls a TAP test that
crashed a pass (meson 1.0), and "Bail out!" with status 0 a skip. testlog.json
is right about the programs, so the subtests are counted from the output that
it holds, and a program that failed without a "not ok" counts as one failure.
"""
import json
import re
import sys

BAD = {'FAIL', 'ERROR', 'TIMEOUT', 'UNEXPECTEDPASS', 'INTERRUPT'}
POINT = re.compile(r'^(not ok|ok)\b([^\n]*)', re.M)


def count(record):
    """(passed, failed, skipped) of one program."""
    output = record.get('stdout') or ''
    is_tap = re.search(r'^1\.\.\d+', output, re.M) is not None
    bad = record['result'] in BAD or re.search(r'^Bail out!', output, re.M) is not None
    passed = failed = skipped = 0
    for word, rest in POINT.findall(output) if is_tap else []:
        if re.search(r'#\s*skip', rest, re.I):
            skipped += 1
        elif word == 'ok' or re.search(r'#\s*todo', rest, re.I):
            passed += 1
        else:
            failed += 1
    if bad:
        failed = max(failed, 1)
    elif passed + failed + skipped == 0:
        passed, skipped = (0, 1) if record['result'] == 'SKIP' else (1, 0)
    return passed, failed, skipped


def main(paths):
    totals = [0, 0, 0]
    for path in paths:
        with open(path, encoding='utf-8', errors='replace') as log:
            for line in log:
                totals = [a + b for a, b in zip(totals, count(json.loads(line)))]
    passed, failed, skipped = totals
    print('%d passed, %d failed%s' % (passed, failed, ', %d skipped' % skipped if skipped else ''))
    return 1 if failed or not passed else 0


if __name__ == '__main__':
    sys.exit(main(sys.argv[1:]))
