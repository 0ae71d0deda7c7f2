# SPDX-License-Identifier: LGPL-2.1-or-later
"""Runs functions as tests and prints TAP."""
import sys
import traceback


def run(tests):
    """The status to exit with. A test that returns a text was skipped, and says why."""
    print('1..%d' % len(tests))
    failed = 0
    for number, function in enumerate(tests, 1):
        title = function.__name__.replace('_', ' ')
        try:
            skipped = function()
        except Exception:  # noqa: BLE001 - TAP wants to know of all
            failed += 1
            print('not ok %d %s' % (number, title))
            for line in traceback.format_exc().splitlines():
                print('# ' + line)
        else:
            print('ok %d %s%s' % (number, title, ' # SKIP ' + skipped if skipped else ''))
        sys.stdout.flush()
    return 1 if failed else 0
