#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""How soon the window is there, how long its main thread works at a stretch, and whether it grows.

Everything is measured on a display of its own (Xvfb, drawn in software).
"""
import os
import socket
import statistics
import subprocess
import sys
import threading
import time

SOURCE, BUILD = (os.environ['EDGEKIT_TEST_%s_ROOT' % kind] for kind in ('SOURCE', 'BUILD'))
sys.path.insert(0, os.path.join(SOURCE, 'tests', 'app'))
from described import describe  # noqa: E402
from obstacles import hanging_probe, many_versions, silent_recent, trickle  # noqa: E402
from session import Session  # noqa: E402

PROBE = os.path.join(BUILD, 'tests', 'app', 'app-probe')
MODEL = os.path.join(BUILD, 'tests', 'models', 'llama-3.2-1b.gguf')
ROUNDS = 7


def probe(session, *arguments, live=False, **more):
    env = dict(session.env, **more)
    if not live:
        env['EDGEKIT_APP_MACHINE'] = describe(session, 'described')[1]
    run = subprocess.run([PROBE, *arguments], env=env, stdin=subprocess.DEVNULL, stdout=subprocess.PIPE,
                         stderr=subprocess.PIPE, text=True, timeout=900)
    if run.returncode:
        sys.exit('app-probe %s ended with %d: %s' % (' '.join(arguments), run.returncode, run.stderr))
    return dict(line.rsplit(' ', 1) for line in run.stdout.splitlines())


def now():
    return str(time.monotonic_ns() // 1000)


def say(name, value):
    print('%-58s %s' % (name, value), flush=True)


def times(session):
    starts, empties = [], []
    for _round in range(ROUNDS):
        starts.append(probe(session, 'start', now()))
        empties.append(probe(session, 'empty', now()))
    start, empty = (statistics.median(float(x[name + '_ms']) for x in found)
                    for name, found in (('start', starts), ('empty', empties)))
    start_cpu, empty_cpu = (statistics.median(float(x['cpu_ms']) for x in found) for found in (starts, empties))
    say('from the start to the first frame with content', '%.0f ms, %.0f ms of it computing' % (start, start_cpu))
    say('the same of an empty window', '%.0f ms, %.0f ms of it computing' % (empty, empty_cpu))
    say('ratio', '%.2f, of computing %.2f' % (start / empty, start_cpu / empty_cpu))


def tell_disk(answer, phases):
    """What the main thread waited for: EdgeKit's files, letters and icons, and what GTK and Xlib ask for themselves."""
    for kind, name in (('own', 'for files of EdgeKit'), ('draw', 'for letters and icons'),
                       ('other', 'for what the toolkit reads')):
        say('    the main thread waited %s' % name,
            ', '.join('%s %s ms' % (phase, answer['%s_%s_disk_ms' % (phase, kind)]) for phase in phases))


def blocked(session):
    say('longest stretch of the main thread in ms (of it computing)', '')
    listener = socket.create_server(('127.0.0.1', 0))
    threading.Thread(target=trickle, args=[listener], daemon=True).start()
    link = 'http://127.0.0.1:%d/model.gguf' % listener.getsockname()[1]
    cases = (('a recorded computer', MODEL, {'EDGEKIT_APP_TOUR': '1'}),
             ('this computer, its probes hang', MODEL, {'live': True, 'EDGEKIT_PROBE': hanging_probe(session)}),
             ('a folder with 300 versions of the model', many_versions(session, MODEL), {}),
             ('recent files on a server that does not answer', MODEL,
              {'EDGEKIT_APP_SILENT_FOLDER': silent_recent(session)}),
             ('a disk that is slow (20 ms for each access)', MODEL,
              {'EDGEKIT_APP_SLOW_DISK': '20', 'EDGEKIT_APP_TOUR': '1'}),
             ('a server that trickles', link, {'HF_HUB_OFFLINE': '0', 'EDGEKIT_APP_PATIENCE': '3'}))
    for name, more in (('an empty window', {}), ('an empty window, the disk is slow', {'EDGEKIT_APP_SLOW_DISK': '20'})):
        answer = probe(session, 'bare', **more)
        phases = ['opening', 'dialog']
        say('  ' + name, ', '.join('%s %s (%s)' % (phase, answer[phase + '_longest_ms'], answer[phase + '_cpu_ms'])
                                   for phase in phases))
        if more:
            tell_disk(answer, phases)
    for name, model, more in cases:
        answer = probe(session, 'blocked', model, **more)
        phases = [key[:-len('_longest_ms')] for key in answer if key.endswith('_longest_ms')]
        say('  ' + name, ', '.join('%s %s (%s)' % (phase, answer[phase + '_longest_ms'], answer[phase + '_cpu_ms'])
                                   for phase in phases))
        if 'EDGEKIT_APP_SLOW_DISK' in more:
            tell_disk(answer, phases)
    listener.close()


def main():
    os.environ.update(GSETTINGS_SCHEMA_DIR=os.path.join(BUILD, 'data'), HF_HUB_OFFLINE='1',
                      LD_LIBRARY_PATH=os.path.join(BUILD, 'libedgekit'),
                      EDGEKIT_PROBE=os.path.join(BUILD, 'libedgekit', 'snapshot', 'probe', 'edgekit-probe'))
    with Session(900, 700) as session:
        times(session)
        stops = probe(session, 'stops', MODEL)
        say('all %s stops of the slider priced anew, at worst' % stops['stops'], stops['stops_worst_ms'] + ' ms')
        blocked(session)
        for what, mode, n in (('windows', 'windows', 500), ('windows', 'empties', 500), ('verdicts', 'verdicts', 2000)):
            if not sys.argv[1:] or what in sys.argv[1:]:
                answer = probe(session, mode, str(n), MODEL)
                say('growth after %d %s' % (n, 'empty windows' if mode == 'empties' else what),
                    '%s KiB, in the last two fifths %s KiB; allocated %s KiB, %s KiB'
                    % tuple(answer[key + '_kib'] for key in ('growth', 'late_growth', 'allocated', 'late_allocated')))


if __name__ == '__main__':
    main()
