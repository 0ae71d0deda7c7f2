#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""test-inside.py BUILD [NAME…] - the window from inside: no text is cut in any language, nothing grows, and no disk
is waited for.

Prints TAP.
"""
import os
import re
import subprocess
import sys

from described import describe
from obstacles import silent_recent
from session import Session

BUILD = os.path.abspath(sys.argv[1])
PROBE = os.path.join(BUILD, 'tests', 'app', 'app-probe')
MODEL = os.path.join(BUILD, 'tests', 'models', 'llama-3.2-1b.gguf')
MODELS = ['catalogue:llama-3.1-8b', 'catalogue:qwen3-32b', 'catalogue:llama-3.1-405b', MODEL,
          '/nonexistent/some-model.gguf', os.path.abspath(__file__)]
# what many openings and verdicts may leave behind: allocators keep pages, a leak of each would be more
GROWTH_KIB = 4096


def probe(*arguments, language='en', size=(900, 700), machine='described', diagnostics=False, slow=False):
    with Session(*size, language=language) as session:
        # one heap: what the heaps of many threads keep is no growth of a window
        env = dict(session.env, G_DEBUG='fatal-warnings', MALLOC_ARENA_MAX='1',
                   EDGEKIT_APP_MACHINE=describe(session, machine)[1])
        if size[0] < 500:
            env['EDGEKIT_APP_NARROW'] = '1'
        if diagnostics:
            env['G_ENABLE_DIAGNOSTIC'] = '1'
        if slow:
            env.update(EDGEKIT_APP_SLOW_DISK='20', EDGEKIT_APP_TOUR='1', EDGEKIT_APP_DISK_NAMES='1',
                       EDGEKIT_APP_SILENT_FOLDER=silent_recent(session))
        run = subprocess.run([PROBE, *arguments], env=env, stdin=subprocess.DEVNULL, stdout=subprocess.PIPE,
                             stderr=subprocess.STDOUT, text=True, timeout=300)
    for line in run.stdout.splitlines():
        print('# ' + line, flush=True)
    return run


def fact(run, name):
    return float(re.search('^%s (.*)$' % name, run.stdout, re.M)[1])


def no_text_is_cut(language):
    def check():
        for machine in ('described', 'driver-missing'):
            run = probe('texts', *MODELS, language=language, size=(360, 640), machine=machine)
            assert run.returncode == 0 and fact(run, 'cut') == 0, 'texts are cut'
            assert fact(run, 'texts') > 100, 'there is hardly a text'
            assert fact(run, 'styled_narrow') == 1, 'a narrow window looks as a wide one'
    check.__name__ = 'no_text_is_cut_in_' + language
    return check


def windows_leave_nothing():
    """60 windows, opened, filled and closed; “./dev bench app” opens 500."""
    run = probe('windows', '60', MODEL)
    assert run.returncode == 0 and fact(run, 'growth_kib') < GROWTH_KIB, 'windows leave something behind'


def questions_go_with_their_window():
    run = probe('question')
    assert run.returncode == 0 and fact(run, 'answers') == 1 and fact(run, 'windows_left') == 0


def a_start_while_closing_has_a_window():
    """What is closed goes in turns; a second start meanwhile is no part of it."""
    run = probe('start-while-closing')
    answers = [fact(run, name) for name in ('closed', 'windows', 'other', 'seen', 'windows_left')]
    assert run.returncode == 0 and answers == [1, 1, 1, 1, 0], answers


def verdicts_leave_nothing():
    run = probe('verdicts', '400', MODEL)
    assert run.returncode == 0 and fact(run, 'growth_kib') < GROWTH_KIB, 'verdicts leave something behind'


def no_disk_holds_the_window_up():
    """With a disk that is slow, and recent files that do not answer, no window waits for a file of ours."""
    run = probe('blocked', MODEL, slow=True)
    waits = re.findall(r'^(\w+)_own_disk_ms (.*)$', run.stdout, re.M)
    assert run.returncode == 0 and len(waits) > 8, 'not all windows were opened'
    assert re.search('_other_disk_ms [1-9]', run.stdout), 'the disk was not slow'
    assert all(wait == '0' for _where, wait in waits), 'a window waited: %s' % waits


def diagnostics_are_silent():
    """GTK has nothing to say about how it is used."""
    run = probe('texts', MODEL, diagnostics=True)
    assert 'WARNING' not in run.stdout and 'deprecated' not in run.stdout, 'GTK complains'


TESTS = [no_text_is_cut('en'), no_text_is_cut('de'), no_text_is_cut('ar'), windows_leave_nothing,
         questions_go_with_their_window, a_start_while_closing_has_a_window, verdicts_leave_nothing,
         no_disk_holds_the_window_up, diagnostics_are_silent]


def main():
    failed = 0
    print('1..%d' % len(TESTS), flush=True)
    os.environ.update(GSETTINGS_SCHEMA_DIR=os.path.join(BUILD, 'data'), HF_HUB_OFFLINE='1',
                      LD_LIBRARY_PATH=os.path.join(BUILD, 'libedgekit'), EDGEKIT_LOCALEDIR=os.path.join(BUILD, 'po'))
    for n, test in enumerate(TESTS, 1):
        if sys.argv[2:] and test.__name__ not in sys.argv[2:]:
            print('ok %d - %s # SKIP not asked for' % (n, test.__name__))
            continue
        try:
            test()
            good = True
        except (AssertionError, subprocess.TimeoutExpired) as error:
            print('# %s' % error)
            good = False
        failed += not good
        print('%sok %d - %s' % ('' if good else 'not ', n, test.__name__), flush=True)
    return failed != 0


sys.exit(main())
