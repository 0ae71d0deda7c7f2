#!/usr/bin/python3
# SPDX-License-Identifier: LGPL-2.1-or-later
"""A chat program that checks a model before it loads it.

    check_before_loading.py MODEL [--snapshot FILE]

MODEL is a file, a folder, or the name of a model on Hugging Face (hf:owner/name), of
which only the description is read. FILE, made by "edgekit snapshot", is another computer.
Exits with 3 if the model does not run.
"""
import argparse
import asyncio
import sys

import gi

gi.require_version('EdgeKit', '1')
from gi.repository import EdgeKit, Gio  # noqa: E402

LONGEST = 16384  # tokens: this program has no use for longer conversations


async def find_computer(snapshot):
    if snapshot:
        recorded = EdgeKit.Snapshot.load(Gio.File.new_for_path(snapshot))
        return EdgeKit.HardwareProfile.new_from_snapshot(recorded)
    return await EdgeKit.system_info_async()


def load(preflight):
    """Here the program would hand what was found out to its engine."""
    placement, verdict = preflight.placement, preflight.verdict
    print('Loading with a context of %d tokens, %d of %d layers on the graphics card.' %
          (verdict.context_used, placement.gpu_layers, placement.n_layers))


async def main(model, snapshot):
    preflight = await EdgeKit.model_preflight_async(model, profile=await find_computer(snapshot))
    verdict = preflight.verdict
    print(verdict.headline)
    print(verdict.summary)
    if verdict.outcome in (EdgeKit.Outcome.NO, EdgeKit.Outcome.UNKNOWN):
        # what would help; each could be applied with preflight.workload.apply (finding.change)
        for finding in verdict.findings:
            if finding.change:
                print('• %s. %s' % (finding.message, finding.hint or ''))
        return 3
    # as long as fits, and no longer than needed: the answer follows at once
    preflight.workload.context = min(verdict.context_usable, LONGEST)
    load(preflight)
    return 0


if __name__ == '__main__':
    parser = argparse.ArgumentParser()
    parser.add_argument('model')
    parser.add_argument('--snapshot')
    arguments = parser.parse_args()
    try:
        sys.exit(asyncio.run(main(arguments.model, arguments.snapshot)))
    except EdgeKit.OfflineError as error:
        sys.exit('There is no network: %s' % error)
    except EdgeKit.EdgeKitError as error:
        sys.exit(str(error))
