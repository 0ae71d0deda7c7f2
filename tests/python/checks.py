# SPDX-License-Identifier: LGPL-2.1-or-later
"""What the tests in Python share: a list of checks, told as TAP; machines and models of the tests."""
import os
import sys

import gi

sys.path.append(os.path.join(os.path.dirname(os.path.abspath(__file__)), '..'))

import tap  # noqa: E402

gi.require_version('EdgeKit', '1')
from gi.repository import EdgeKit, Gio  # noqa: E402

SOURCE = os.environ['EDGEKIT_TEST_SOURCE_ROOT']
BUILD = os.environ['EDGEKIT_TEST_BUILD_ROOT']
CHECKS = []


def check(function):
    CHECKS.append(function)
    return function


def machine(name):
    """The computer of tests/machines/NAME."""
    path = os.path.join(SOURCE, 'tests/machines', name, 'snapshot.json')
    return EdgeKit.HardwareProfile.new_from_snapshot(EdgeKit.Snapshot.load(path, None))


def model(name):
    """The path of a model of tests/models."""
    return os.path.join(BUILD, 'tests/models', name + '.gguf')


def raises(kind, function, *args, **kwargs):
    """The exception that a call raises, which must be of a kind."""
    try:
        function(*args, **kwargs)
    except kind as error:
        return error
    raise AssertionError('no %s' % kind.__name__)


def run():
    sys.exit(tap.run(CHECKS))
