#!/usr/bin/python3
# SPDX-License-Identifier: LGPL-2.1-or-later
"""Where the command's answer goes: full disks, closed pipes, other terminals.  Prints TAP."""
import json
import os
import subprocess
import sys

from command import EDGEKIT, MACHINES, main, model, run, test

RADEON = ['--snapshot', os.path.join(MACHINES, 'amd-rx580', 'snapshot.json')]


def start(args, **more):
    return subprocess.Popen([EDGEKIT, *args], stderr=subprocess.PIPE, **more)


@test
def a_full_disk_is_told():
    for args in (['--version'], ['--help'], ['hardware'] + RADEON, ['hardware', '--json'] + RADEON,
                 ['check', model(), '--json'] + RADEON, ['report', '--model', model()] + RADEON):
        with open('/dev/full', 'wb') as full:
            child = start(args, stdout=full)
            err = child.communicate(timeout=60)[1].decode()
        assert child.returncode == 1, (args, child.returncode)
        assert err.startswith('edgekit: ') and len(err.splitlines()) == 1 and 'space' in err, (args, err)


@test
def a_reader_that_has_enough_ends_it_quietly():
    for args in (['hardware', '--json'] + RADEON, ['check', model()] + RADEON, ['--help']):
        out, into = os.pipe()
        os.close(out)
        child = start(args, stdout=into, restore_signals=True)
        os.close(into)
        err = child.communicate(timeout=60)[1]
        assert child.returncode == -13 and err == b'', (args, child.returncode, err)  # SIGPIPE


@test
def errors_come_behind_what_was_said_before():
    child = subprocess.run([EDGEKIT, 'check', model(), '/no/such.gguf'] + RADEON, stdout=subprocess.PIPE,
                           stderr=subprocess.STDOUT, timeout=60)
    text = child.stdout.decode()
    alone = run('check', '/no/such.gguf', *RADEON)
    assert text.rstrip().endswith(alone.err.strip()), text[-500:]


@test
def documents_are_utf_8_on_every_terminal():
    plain = run('engine', '--json', *RADEON, env={'LC_ALL': 'C.UTF-8'})
    for locale in ('C', 'POSIX', 'no_SUCH.locale'):
        assert run('engine', '--json', *RADEON, env={'LC_ALL': locale}).out == plain.out
    assert json.loads(plain.out)


@test
def a_terminal_without_signs_gets_the_nearest():
    for args in (['check', model()], ['hardware'], ['engine'], ['install']):
        out = run(*args, *RADEON, env={'LC_ALL': 'C'}).out
        assert out.isascii() and '?' not in out, out
    bars = [line.strip() for line in run('check', model(), *RADEON, env={'LC_ALL': 'C'}).out.splitlines()
            if line.strip() and not any(c.isalnum() for c in line)]
    assert len(bars) == 2 and set(bars[0]) == set(':#=%-/') and set(bars[1]) == set('#%'), bars



if __name__ == '__main__':
    sys.exit(main())
