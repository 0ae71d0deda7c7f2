#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""bench-app [start|stops|blocked|windows|verdicts…] - how soon the window is there, how long its main thread works at a
stretch, and whether it grows.

Everything is measured on a display of its own (Xvfb, drawn in software), beside a program of libadwaita that has
nothing of its own.  What is computed is what is judged: by the clock, what else a computer does counts, too.
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
ROUNDS = 11
FRAME_MS = 16  # at 60 Hz
STOPS_MS = 4
TIMES_EMPTY = 1.3
# what the toolkit builds and draws: the first window of a program, and windows that are its own
TOOLKIT = ('opening', 'about', 'chooser')


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


def verdict(good):
    return 'PASS' if good else 'FAIL'


def start(session):
    """Both by turns, so that what else the computer does falls on both."""
    found = {'start': [], 'empty': []}
    for _round in range(ROUNDS):
        for name, answers in found.items():
            answers.append(probe(session, name, now()))
    clock, cpu = ({name: statistics.median(float(answer[key.format(name)]) for answer in answers)
                   for name, answers in found.items()} for key in ('{}_ms', 'cpu_ms'))
    say('from the start to the first frame with content', '%.0f ms, %.0f ms of it computing' % (clock['start'], cpu['start']))
    say('which is the frame of number', '%.0f' % statistics.median(float(answer['frames']) for answer in found['start']))
    say('the same of an empty window of libadwaita', '%.0f ms, %.0f ms of it computing' % (clock['empty'], cpu['empty']))
    # of neighbours: the speed of a computer changes from one second to the next
    for name, key in (('by the clock', '{}_ms'), ('computing', 'cpu_ms')):
        ratio = statistics.median(float(ours[key.format('start')]) / float(theirs[key.format('empty')])
                                  for ours, theirs in zip(*found.values()))
        say('ratio, ' + name, '%.2f of %.1f: %s' % (ratio, TIMES_EMPTY, verdict(ratio <= TIMES_EMPTY)))


def tell_disk(answer, phases):
    """What the main thread waited for: EdgeKit's files, letters and icons, and what GTK and Xlib ask for themselves."""
    for kind, name in (('own', 'for files of EdgeKit'), ('draw', 'for letters and icons'),
                       ('other', 'for what the toolkit reads')):
        say('    the main thread waited %s' % name,
            ', '.join('%s %s ms' % (phase, answer['%s_%s_disk_ms' % (phase, kind)]) for phase in phases))


def medians(answers):
    """By what was done: the longest stretch of computing, and by the clock."""
    names = [key[:-len('_cpu_ms')] for key in answers[0] if key.endswith('_cpu_ms')]
    return {name: tuple(statistics.median(float(answer['%s_%s_ms' % (name, kind)]) for answer in answers)
                        for kind in ('cpu', 'longest')) for name in names}


def judge(found, bare):
    for name, (cpu, clock) in found.items():
        if name in TOOLKIT:
            about = '%.2f times that of the bare program, of %.1f: %s' % (
                cpu / bare[name][0], TIMES_EMPTY, verdict(cpu <= bare[name][0] * TIMES_EMPTY))
        else:
            about = verdict(cpu < FRAME_MS)
        say('    ' + name, '%5.1f computing, %5.1f by the clock   %s' % (cpu, clock, about))


def obstacles(session, listener):
    """What is opened, from where and under which circumstances, and how often."""
    link = 'http://127.0.0.1:%d/model.gguf' % listener.getsockname()[1]
    slow = {'EDGEKIT_APP_SLOW_DISK': '20'}
    return (('a recorded computer', ROUNDS, MODEL, {'EDGEKIT_APP_TOUR': '1'}),
            ('this computer, and its free memory read again', 3, MODEL, {'live': True, 'EDGEKIT_APP_REFRESH': '1'}),
            ('this computer, its probes hang', 3, MODEL, {'live': True, 'EDGEKIT_PROBE': hanging_probe(session)}),
            ('a folder with 300 versions of the model', 3, many_versions(session, MODEL), {'EDGEKIT_APP_VERSIONS': '1'}),
            ('recent files on a server that does not answer', 3, MODEL,
             {'EDGEKIT_APP_SILENT_FOLDER': silent_recent(session)}),
            ('a server that trickles', 3, link, {'HF_HUB_OFFLINE': '0', 'EDGEKIT_APP_PATIENCE': '3'}),
            ('a disk that is slow (20 ms for each access)', 1, MODEL, dict(slow, EDGEKIT_APP_TOUR='1')))


def blocked(session):
    """A stretch is what the main thread does between two waits; what a bare program takes for the same is the toolkit's."""
    say('longest stretch of the main thread in ms, of %d' % FRAME_MS, '')
    with socket.create_server(('127.0.0.1', 0)) as listener:
        threading.Thread(target=trickle, args=[listener], daemon=True).start()
        for name, rounds, model, more in obstacles(session, listener):
            slow = {key: more[key] for key in ('EDGEKIT_APP_SLOW_DISK',) if key in more}
            ours, theirs = [], []
            # all of it only where all of it is compared
            brief = [] if 'EDGEKIT_APP_TOUR' in more else ['opening']
            for _round in range(rounds):
                theirs.append(probe(session, 'bare', *brief, **slow))
                ours.append(probe(session, 'blocked', model, **more))
            bare = medians(theirs)
            if not brief:
                say('  a program with nothing of its own' + (', the disk is slow' if slow else ''), '')
                for place, (cpu, clock) in bare.items():
                    say('    ' + place, '%5.1f computing, %5.1f by the clock' % (cpu, clock))
            if slow:
                tell_disk(theirs[0], bare)
            say('  ' + name, '')
            judge(medians(ours), bare)
            if slow:
                tell_disk(ours[0], medians(ours))


def stops(session):
    answer = probe(session, 'stops', MODEL)
    worst = float(answer['stops_worst_ms'])
    say('all %s stops of the slider priced anew, at worst' % answer['stops'], '%.2f ms of %d: %s'
        % (worst, STOPS_MS, verdict(worst < STOPS_MS)))


def growth(session, what):
    for mode, n, name in {'windows': (('windows', 500, 'windows'), ('empties', 500, 'empty windows')),
                          'verdicts': (('verdicts', 2000, 'verdicts'),)}[what]:
        answer = probe(session, mode, str(n), MODEL)
        say('growth after %d %s' % (n, name),
            '%s KiB, in the last two fifths %s KiB; allocated %s KiB, %s KiB'
            % tuple(answer[key + '_kib'] for key in ('growth', 'late_growth', 'allocated', 'late_allocated')))


PARTS = {'start': start, 'stops': stops, 'blocked': blocked, 'windows': lambda session: growth(session, 'windows'),
         'verdicts': lambda session: growth(session, 'verdicts')}


def main():
    os.environ.update(GSETTINGS_SCHEMA_DIR=os.path.join(BUILD, 'data'), HF_HUB_OFFLINE='1',
                      LD_LIBRARY_PATH=os.path.join(BUILD, 'libedgekit'),
                      EDGEKIT_PROBE=os.path.join(BUILD, 'libedgekit', 'snapshot', 'probe', 'edgekit-probe'))
    unknown = set(sys.argv[1:]) - set(PARTS)
    if unknown:
        sys.exit('there is no “%s”; there are %s' % (unknown.pop(), ', '.join(PARTS)))
    with Session(900, 700) as session:
        for name, part in PARTS.items():
            if not sys.argv[1:] or name in sys.argv[1:]:
                part(session)


if __name__ == '__main__':
    main()
