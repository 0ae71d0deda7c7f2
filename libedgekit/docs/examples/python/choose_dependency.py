#!/usr/bin/python3
# SPDX-License-Identifier: LGPL-2.1-or-later
"""The one package that a program needs on this computer, out of several.

    choose_dependency.py [--snapshot FILE] [--serve]

A setup.py, a script that makes a virtual environment, or a first start calls choose():

    pip install $(choose_dependency.py)

The reason goes to standard error.
"""
import argparse
import sys

import gi

gi.require_version('EdgeKit', '1')
from gi.repository import EdgeKit, Gio  # noqa: E402

# What this program can work with, by EdgeKit's names of engines.
PACKAGES = {
    'mlx-lm': 'mlx-lm>=0.20',
    'vllm': 'vllm>=0.8',
    'openvino-genai': 'openvino-genai>=2025.0',
    'llama-cpp-python': 'llama-cpp-python>=0.3',
}


def choose(computer, goal=EdgeKit.Goal.CHAT):
    """The best of them for a computer: a requirement, and why."""
    for engine in EdgeKit.Engine.list(computer, None, goal):  # the best first
        if engine.suitable and engine.name in PACKAGES:
            return PACKAGES[engine.name], ' '.join(engine.reasons)
    raise SystemExit('None of %s works on this computer.' % ', '.join(PACKAGES))


if __name__ == '__main__':
    parser = argparse.ArgumentParser()
    parser.add_argument('--snapshot')
    parser.add_argument('--serve', action='store_true', help='for several people at once')
    arguments = parser.parse_args()
    if arguments.snapshot:
        recorded = EdgeKit.Snapshot.load(Gio.File.new_for_path(arguments.snapshot))
        profile = EdgeKit.HardwareProfile.new_from_snapshot(recorded)
    else:
        profile = EdgeKit.system_info()
    requirement, reason = choose(profile, EdgeKit.Goal.SERVE if arguments.serve else EdgeKit.Goal.CHAT)
    print(requirement)
    print(reason, file=sys.stderr)
