# SPDX-License-Identifier: LGPL-2.1-or-later
"""Runs functions as tests and prints TAP."""
import sys
import traceback


def run(tests):
    """The status to exit with. A test that returns a text was skipped, and says why; one that returns a
    list failed unless it is empty, and the list has the reasons."""
    print('1..%d' % len(tests))
    failed = 0
    for number, function in enumerate(tests, 1):
        title = function.__name__.replace('_', ' ')
        skipped, problems = None, []
        try:
            result = function()
        except Exception:  # noqa: BLE001 - TAP wants to know of all
            problems = traceback.format_exc().splitlines()
        else:
            if isinstance(result, list):
                problems = result[:40]
            else:
                skipped = result
        failed += bool(problems)
        print('%s %d %s%s' % ('not ok' if problems else 'ok', number, title, ' # SKIP ' + skipped if skipped else ''))
        for problem in problems:
            print('# ' + str(problem))
        sys.stdout.flush()
    return 1 if failed else 0
