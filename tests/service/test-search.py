#!/usr/bin/python3
# SPDX-License-Identifier: LGPL-2.1-or-later
"""The search provider of GNOME Shell, as the shell calls it.  Prints TAP."""
import configparser
import json
import os
import socket
import subprocess
import tempfile
import time

from service import (MODEL, SEARCH_NAME, SEARCH_PATH, SNAPSHOT, Bus, fails, lines, main, probe_that_counts, test,
                     wait_until)

DESKTOP = os.environ['DESKTOP_FILE']
PROVIDER = os.environ['PROVIDER_FILE']
LLAMA = 'catalogue:llama-3.1-8b'


def find(bus, *terms):
    return bus.find('GetInitialResultSet', '(as)', terms)


def install_application(bus):
    """The application as it is installed, with a program in its place that writes down what it is given."""
    log = bus.path('started')
    program = bus.write('edgekit-app', '#!/bin/sh\nfor word; do echo "$word" >>"%s.new"; done\n'
                        'echo "$DESKTOP_STARTUP_ID" >>"%s.new"\nmv "%s.new" "%s"\n' % ((log,) * 4), 0o755)
    with open(DESKTOP, encoding='utf-8') as f:
        bus.write('xdg-data/applications/org.edgekit.EdgeKit.desktop', f.read().replace('edgekit-app', program))
    return log


def started(log):
    wait_until(lambda: os.path.exists(log))
    words = lines(log)
    os.unlink(log)
    return words


@test
def names_are_found_by_the_beginnings_of_their_words():
    with Bus() as bus:
        assert find(bus, 'llama', '8b')[0] == LLAMA
        assert LLAMA in find(bus, 'LLAMA', '3.1') and LLAMA in find(bus, 'llama3.1') and LLAMA in find(bus, 'llama-3.1-8b')
        assert all('8b' in name for name in find(bus, 'qwen', '8b'))
        assert 'catalogue:qwen3-8b' in find(bus, 'qwen3') and 'catalogue:qwen3-8b' in find(bus, 'qwen', '3')
        # in 1.8b and in 18b there is no word that begins with 8b
        assert not [name for name in find(bus, 'qwen', '8b') if '1.8b' in name or '18b' in name]
        assert find(bus, 'lama', '8b') == [] and find(bus, 'llama', 'zebra') == []


@test
def the_best_match_comes_first():
    with Bus() as bus:
        # the whole word “qwen3” before those that begin with it, as “qwen3.5” does
        names = find(bus, 'qwen3')
        newer = [i for i, name in enumerate(names) if name.startswith('catalogue:qwen3.')]
        whole = [i for i, name in enumerate(names) if name.startswith('catalogue:qwen3-')]
        assert whole and (not newer or max(whole) < min(newer)), names
        # what is called so before what has it somewhere in its name
        names = find(bus, 'llama')
        leads = [name.startswith('catalogue:llama') for name in names]
        assert leads[0] and leads == sorted(leads, reverse=True), names
        assert find(bus, 'qwen3', '8b')[0] == 'catalogue:qwen3-8b'
        assert find(bus, '8b', 'qwen3')[0] == 'catalogue:qwen3-8b'
        # more letters keep the order
        assert bus.find('GetSubsearchResultSet', '(asas)', find(bus, 'qwen3'), ['qwen3', '8b'])[0] == 'catalogue:qwen3-8b'


@test
def what_is_nothing_finds_nothing():
    with Bus() as bus:
        for terms in ((), ('',), ('8b',), ('l', 'a'), ('...', '—'), ('x' * 1000,), ('llama',) * 1000, ('ﬀ', '٣', 'ı')):
            assert find(bus, *terms) == [], terms
        assert bus.find('GetResultMetas', '(as)', []) == []
        assert bus.find('GetResultMetas', '(as)', ['nothing', '', '/etc/passwd', 'hf:a/b'] * 100) == []
        assert bus.find('GetSubsearchResultSet', '(asas)', [], ['llama']) == []
        assert len(find(bus, 'llama')) <= 20


@test
def more_letters_search_what_was_found():
    with Bus() as bus:
        first = find(bus, 'llama')
        second = bus.find('GetSubsearchResultSet', '(asas)', first, ['llama', '8b'])
        assert second and set(second) < set(first)
        assert bus.find('GetSubsearchResultSet', '(asas)', ['catalogue:qwen3-8b', 'nothing'], ['llama']) == []


@test
def a_result_says_whether_it_runs():
    with Bus() as bus:
        metas = bus.find('GetResultMetas', '(as)', [LLAMA, 'nothing', 'catalogue:qwen3-235b-a22b'])
        assert [meta['id'] for meta in metas] == [LLAMA, 'catalogue:qwen3-235b-a22b']
        for meta in metas:
            document = json.loads(bus.edgekit('check', meta['id'], '--snapshot', SNAPSHOT, '--json'))
            assert meta['description'].startswith(document['verdict']['headline'] + ' · '), meta
            assert meta['gicon'] == 'org.edgekit.EdgeKit' and meta['name'] in document['verdict']['summary'], meta
        assert metas[0]['description'] != metas[1]['description']


@test
def sentences_are_in_the_language_of_the_session():
    with Bus(environment={'LANGUAGE': 'de'}) as bus, Bus() as english:
        ask = 'GetResultMetas', '(as)', [LLAMA]
        assert bus.find(*ask)[0]['description'] != english.find(*ask)[0]['description']


@test
def models_of_this_computer_come_first():
    with Bus() as bus:
        place = bus.path('.lmstudio/models/somebody/Llama-Mine-8B-GGUF')
        os.makedirs(place)
        subprocess.run(['cp', '--sparse=always', MODEL, place + '/Llama-Mine-8B-Q4_K_M.gguf'], check=True)
        found = find(bus, 'llama', '8b')
        assert found[0].startswith('lmstudio:') and LLAMA in found, found
        meta = bus.find('GetResultMetas', '(as)', found[:1])[0]
        document = json.loads(bus.edgekit('check', found[0], '--snapshot', SNAPSHOT, '--json'))
        assert meta['description'].startswith(document['verdict']['headline']), meta
        log = install_application(bus)
        bus.find('ActivateResult', '(sasu)', found[0], ['llama'], 1)
        assert started(log)[:1] == [found[0]]


@test
def the_window_opens_at_the_model():
    with Bus('--timeout', '0.3') as bus:
        name, sentence = fails(bus.find, 'ActivateResult', '(sasu)', LLAMA, ['llama'], 7)
        assert name == 'NotFound' and 'not installed' in sentence, sentence
        log = install_application(bus)
        # the results are on the screen for longer than the process stays
        wait_until(lambda: not bus.is_there(SEARCH_NAME))
        bus.find('ActivateResult', '(sasu)', LLAMA, ['llama', '8b'], 1234)
        assert started(log) == [LLAMA, 'edgekit-search_TIME1234']
        bus.find('LaunchSearch', '(asu)', ['llama', '8b'], 99)
        assert started(log)[0] == '--page=model'
        for name in ('nothing', '', '--version', '/etc/passwd', 'file:///etc/passwd', 'catalogue:llama-3.1-8b;reboot'):
            assert fails(bus.find, 'ActivateResult', '(sasu)', name, [], 1)[0] == 'NotFound', name
        time.sleep(0.5)
        assert not os.path.exists(log) and not os.path.exists(log + '.new')


@test
def typing_looks_at_the_computer_once_and_never_at_the_network():
    with socket.socket() as server, tempfile.TemporaryDirectory() as folder:
        program, log = probe_that_counts(folder)
        server.bind(('127.0.0.1', 0))
        server.listen()
        server.setblocking(False)
        environment = {'EDGEKIT_PROBE': program, 'HF_ENDPOINT': 'http://127.0.0.1:%d' % server.getsockname()[1],
                       'HF_HUB_OFFLINE': '0'}
        with Bus(snapshot=None, environment=environment) as bus:
            assert find(bus, 'firefox') == [] and lines(log) == [], 'it looked for nothing'
            found = find(bus, 'lla')
            for word in ('llam', 'llama', 'llama 8', 'llama 8b'):
                found = bus.find('GetSubsearchResultSet', '(asas)', found, word.split())
                assert found and len(bus.find('GetResultMetas', '(as)', found)) == len(found)
            once = lines(log)
            assert once and len(once) == len(set(once)), once
        try:
            server.accept()
        except BlockingIOError:
            return
        raise AssertionError('it asked the hub')


@test
def the_shell_finds_the_provider():
    provider = configparser.ConfigParser(interpolation=None)
    provider.optionxform = str
    provider.read(PROVIDER, encoding='utf-8')
    assert dict(provider['Shell Search Provider']) == {
        'DesktopId': os.path.basename(DESKTOP), 'BusName': SEARCH_NAME, 'ObjectPath': SEARCH_PATH, 'Version': '2'}


main()
