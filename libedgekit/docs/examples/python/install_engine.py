#!/usr/bin/python3
# SPDX-License-Identifier: LGPL-2.1-or-later
"""An installer that knows the hardware.

    install_engine.py [--engine NAME] [--snapshot FILE] [--run]

Says what is needed first, which one command installs the engine, why each of its options
is there, and how to see that it worked. Without NAME it is the engine that suits the
computer best. --run does it. Exits with 3 if there is no good way.
"""
import argparse
import subprocess
import sys

import gi

gi.require_version('EdgeKit', '1')
from gi.repository import EdgeKit, Gio  # noqa: E402

MARKS = {EdgeKit.StepState.FOUND: '✓', EdgeKit.StepState.MISSING: '✗', EdgeKit.StepState.UNKNOWN: '?'}


def find_computer(snapshot):
    if snapshot:
        recorded = EdgeKit.Snapshot.load(Gio.File.new_for_path(snapshot))
        return EdgeKit.HardwareProfile.new_from_snapshot(recorded)
    return EdgeKit.system_info()


def best_engine(computer):
    return EdgeKit.Engine.list(computer)[0].name


def steps(plan, kind):
    return [step for step in plan.steps if step.kind == kind]


def show(plan):
    print('%s: %s' % (plan.title, plan.summary))
    print(plan.reason)
    for step in steps(plan, EdgeKit.StepKind.PREREQUISITE):
        print('%s %s%s' % (MARKS[step.state], step.title, ': ' + step.command if step.command else ''))
    if plan.command:
        print('$ ' + plan.command)
    for option in plan.options:
        print('  %s=%s: %s' % (option.name, option.value, option.reason))
    for step in steps(plan, EdgeKit.StepKind.VERIFY):
        if step.command:
            print('%s: %s' % (step.title, step.command))


def main(arguments):
    computer = find_computer(arguments.snapshot)
    plan = EdgeKit.InstallPlan.new(computer, arguments.engine or best_engine(computer), shell=EdgeKit.Shell.BASH)
    show(plan)
    if plan.method == EdgeKit.InstallMethod.REFUSE:
        return 3
    if arguments.run:
        missing = [step.title for step in steps(plan, EdgeKit.StepKind.PREREQUISITE)
                   if step.state == EdgeKit.StepState.MISSING]
        if missing:
            sys.exit('First of all, this is needed: %s' % ', '.join(missing))
        subprocess.run(['bash', '-c', plan.command], check=True)
    return 0


if __name__ == '__main__':
    parser = argparse.ArgumentParser()
    parser.add_argument('--engine')
    parser.add_argument('--snapshot')
    parser.add_argument('--run', action='store_true')
    try:
        sys.exit(main(parser.parse_args()))
    except EdgeKit.EdgeKitError as error:
        sys.exit(str(error))
