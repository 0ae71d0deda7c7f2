#!/usr/bin/python3
# SPDX-License-Identifier: LGPL-2.1-or-later
"""The library as an application in Python sees it."""
import sys
import gi

gi.require_version('EdgeKit', '1')
from gi.repository import EdgeKit  # noqa: E402

TESTS = []


def test(function):
    TESTS.append(function)
    return function


@test
def version_is_a_number():
    assert EdgeKit.get_version().count('.') == 2


@test
def numbers_become_words():
    assert EdgeKit.format_memory(6442450944, EdgeKit.MemoryUnits.IEC) == '6.0\u202fGiB'
    assert EdgeKit.format_memory(EdgeKit.UNKNOWN, EdgeKit.MemoryUnits.IEC) == 'Unknown'


@test
def enumerations_and_errors_have_names():
    assert EdgeKit.Outcome.FITS.value_nick == 'fits'
    assert EdgeKit.MemoryKind.KV_CACHE.value_nick == 'kv-cache'
    assert EdgeKit.Error.NOT_A_MODEL is not None


print('1..%d' % len(TESTS))
failed = 0
for number, function in enumerate(TESTS, 1):
    try:
        function()
        print('ok %d %s' % (number, function.__name__))
    except Exception as e:
        failed += 1
        print('not ok %d %s\n# %r' % (number, function.__name__, e))
sys.exit(bool(failed))
