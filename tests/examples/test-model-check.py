#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""test-model-check.py TOOL - the example in JavaScript, through what a screen reader sees."""
import json
import os
import shutil
import subprocess
import sys

HERE = os.path.dirname(os.path.abspath(__file__))
sys.path += [os.path.join(HERE, '../app'), os.path.join(HERE, '../python')]
from checks import SOURCE, check, model, run  # noqa: E402
from session import Session  # noqa: E402

EXAMPLE = os.path.join(SOURCE, 'libedgekit/docs/examples/javascript/model-check.js')
LAPTOP = os.path.join(SOURCE, 'tests/machines/intel-i7-1370p-hybrid/snapshot.json')


def verdict(name):
    done = subprocess.run([sys.argv[1], 'check', model(name), '--snapshot', LAPTOP, '--json'], stdout=subprocess.PIPE)
    return json.loads(done.stdout)['verdict']


def start(session, *arguments):
    window = session.start([shutil.which('gjs'), '-m', EXAMPLE, '--snapshot', LAPTOP, *arguments])
    session.ask('xdotool', 'windowfocus', window)
    os.environ.update(session.env)  # the bus of the screen reader
    from driver import Program
    return Program(session.program.pid)


def ask(session, location):
    """The cursor is where a model is named."""
    session.ask('xdotool', 'key', '--clearmodifiers', 'ctrl+a')
    session.ask('xdotool', 'type', '--delay', '1', location)
    session.ask('xdotool', 'key', 'Return')


@check
def a_window_says_whether_a_model_runs():
    with Session(480, 640) as session:
        program = start(session, model('qwen3-8b'))
        wanted = verdict('qwen3-8b')
        program.find('label', wanted['headline'])
        program.find('label', wanted['summary'])
        program.find('label', 'Main memory')
        # another one, typed
        wanted = verdict('llama-3.1-405b')
        ask(session, model('llama-3.1-405b'))
        program.find('label', wanted['headline'])
        # and one that is not there
        ask(session, '/nonexistent.gguf')
        program.find('label', 'This cannot be checked')
        program.find('label', '/nonexistent.gguf: there is no such file')
        assert session.program.poll() is None


run()
