#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""How soon the window is there, how long its main thread works at a stretch, and whether it grows.

Everything is measured on a display of its own (Xvfb, drawn in software).
"""
import os
import socket
import statistics
import stat
import subprocess
import sys
import threading
import time

SOURCE, BUILD = (os.environ['EDGEKIT_TEST_%s_ROOT' % kind] for kind in ('SOURCE', 'BUILD'))
sys.path.insert(0, os.path.join(SOURCE, 'tests', 'app'))
from described import describe  # noqa: E402
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


def trickle(listener):
    """A server that sends one byte at a time, and never gets to an end."""
    while True:
        try:
            client = listener.accept()[0]
        except OSError:
            return
        try:
            client.recv(4096)
            for byte in b'HTTP/1.1 206 Partial Content\r\nContent-Length: 1000000\r\n\r\n' + b'G' * 1000:
                client.send(bytes([byte]))
                time.sleep(0.05)
        except OSError:
            pass


def hanging_probe(session):
    path = os.path.join(session.home, 'hangs')
    with open(path, 'w') as f:
        f.write('#!/bin/sh\nexec sleep 60\n')
    os.chmod(path, os.stat(path).st_mode | stat.S_IXUSR)
    return path


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


def many_versions(session):
    """A folder with 300 versions of a model."""
    folder = os.path.join(session.home, 'versions')
    os.makedirs(folder, exist_ok=True)
    # a description, and weights that are a hole
    about = os.stat(MODEL)
    with open(MODEL, 'rb') as f:
        description = f.read(about.st_blocks * 512)
    for i in range(300):
        with open(os.path.join(folder, 'llama-3.2-1b-%03d.gguf' % i), 'wb') as f:
            f.write(description)
            f.truncate(about.st_size)
    return os.path.join(folder, 'llama-3.2-1b-000.gguf')


def silent_server(session):
    """The list of recent files names models of which nobody knows whether they are still there."""
    folder = os.path.join(session.home, 'silent')
    os.makedirs(folder, exist_ok=True)
    with open(os.path.join(session.home, 'recently-used.xbel'), 'w') as f:
        f.write('<?xml version="1.0" encoding="UTF-8"?>\n<xbel version="1.0" xmlns:bookmark='
                '"http://www.freedesktop.org/standards/desktop-bookmarks" '
                'xmlns:mime="http://www.freedesktop.org/standards/shared-mime-info">\n')
        for i in range(4):
            f.write('<bookmark href="file://%s/%d.gguf" added="2026-11-12T10:00:00Z" modified="2026-11-12T10:00:00Z" '
                    'visited="2026-11-12T10:00:00Z"><info><metadata owner="http://freedesktop.org"><mime:mime-type '
                    'type="application/x-gguf"/><bookmark:groups><bookmark:group>EdgeKit models</bookmark:group>'
                    '</bookmark:groups><bookmark:applications><bookmark:application name="EdgeKit" exec="edgekit-app '
                    '%%u" modified="2026-11-12T10:00:00Z" count="1"/></bookmark:applications></metadata></info>'
                    '</bookmark>\n' % (folder, i))
        f.write('</xbel>\n')
    return folder


def blocked(session):
    say('longest stretch of the main thread in ms (of it computing)', '')
    listener = socket.create_server(('127.0.0.1', 0))
    threading.Thread(target=trickle, args=[listener], daemon=True).start()
    link = 'http://127.0.0.1:%d/model.gguf' % listener.getsockname()[1]
    cases = (('a recorded computer', MODEL, {}),
             ('this computer, its probes hang', MODEL, {'live': True, 'EDGEKIT_PROBE': hanging_probe(session)}),
             ('a folder with 300 versions of the model', many_versions(session), {}),
             ('recent files on a server that does not answer', MODEL,
              {'EDGEKIT_APP_SILENT_FOLDER': silent_server(session)}),
             ('a disk that is slow (20 ms for each access)', MODEL,
              {'EDGEKIT_APP_SLOW_DISK': '20', 'EDGEKIT_APP_TOUR': '1'}),
             ('a server that trickles', link, {'HF_HUB_OFFLINE': '0', 'EDGEKIT_APP_PATIENCE': '3'}))
    for name, more in (('an empty window', {}), ('an empty window, the disk is slow', {'EDGEKIT_APP_SLOW_DISK': '20'})):
        answer = probe(session, 'bare', **more)
        say('  ' + name, 'opening %s (%s)' % (answer['opening_longest_ms'], answer['opening_cpu_ms']))
        if more:
            tell_disk(answer, ['opening'])
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
