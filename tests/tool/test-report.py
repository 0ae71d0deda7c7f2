#!/usr/bin/python3
# SPDX-License-Identifier: LGPL-2.1-or-later
"""The commands report and install.  Prints TAP."""
import json
import os
import sys
import urllib.parse

from command import SCRATCH, main, model, path, run, test


@test
def report_leaks_no_names():
    """A computer and an environment full of private names: none is in any form, nor in a link."""
    user, mail, token, key = 'zaphodbeeblebrox', 'ford.prefect@betelgeuse.example.com', 'hf_AbCdEfGhIjKlMnOpQrSt', \
        'not-like-a-token-42'
    host, serial, uuid, mac = 'heart-of-gold', 'S4EWNX0R123456', 'b0a7d3c1-52f4-4e8e-9d7a-0c1d2e3f4a5b', \
        '3c:7c:3f:aa:bb:cc'
    home = os.path.join(SCRATCH, user, mail)
    os.makedirs(home, exist_ok=True)
    private = os.path.join(home, 'private.gguf')
    if not os.path.exists(private):
        os.symlink(model(), private)
    everything = 'serial number: %s, %s, %s, %s, %s, /home/%s, %s' % (serial, uuid, mac, token, mail, user, key)
    hardware = path('private.json', json.dumps({
        'schema': 'edgekit.hardware/1',
        'os': {'family': 'linux', 'name': 'Debian of ' + user, 'kernel': everything},
        'cpu': {'name': 'Ryzen ' + everything},
        'memory_pools': [{'id': 'ram', 'kind': 'ram', 'total': 33554432000, 'available': 21474836480,
                          'limit_source': everything}],
        'accelerators': [{'id': 'gpu0', 'kind': 'gpu', 'vendor': 'nvidia', 'name': 'RTX ' + everything,
                          'driver': 'nvidia', 'driver_version': everything}],
        'storage': [{'path': '/home/%s/%s' % (user, mail), 'total': 1000, 'free': 500}],
        'software': {'nvcc_path': '/home/%s/cuda/bin/nvcc' % user},
        'notes': [{'code': 'x', 'severity': 'warning', 'message': everything, 'hint': everything}],
        'provenance': {'cpu.name': {'kind': 'reported', 'source': 'file:' + everything}},
    }).encode())
    env = {'HOME': home, 'USER': user, 'LOGNAME': user, 'HOSTNAME': host, 'EMAIL': mail, 'HF_TOKEN': token,
           'EXAMPLE_API_KEY': key}
    secrets = [user, mail, token, key, serial, uuid, mac, SCRATCH]
    real_host = os.uname().nodename
    if len(real_host) > 3 and real_host not in ('localhost', 'debian', 'linux'):
        secrets.append(real_host)
    forms = [['--format', form] for form in ('text', 'markdown', 'json')]
    forms += [['--issue', engine] for engine in ('llama.cpp', 'ollama', 'llama-cpp-python', 'vllm')]
    for source in ([], ['--hardware', hardware]):
        for form in forms:
            r = run('report', '--model', private, *source, *form, env=env)
            assert r.status == 0 and (r.err == '' or form[0] == '--issue'), r.err
            text = urllib.parse.unquote(r.out) + r.err
            for secret in secrets:
                assert secret.lower() not in text.lower(), (form, secret)
    r = run('report', '--model', private, '--hardware', hardware, '--json', env=env)
    kinds = {item['kind']: item['count'] for item in r.json()['removed']}
    assert {'name', 'home folder', 'serial number', 'UUID', 'MAC address', 'e-mail address', 'token'} <= set(kinds), kinds
    assert r.json()['schema'] == 'edgekit.report/1' and r.json()['redacted'] is True
    # nor in a snapshot, which is made to be sent, too
    snapshot = path('snapshot.json', json.dumps({
        'schema': 'edgekit.snapshot/1', 'entries': {'env:CUDA_PATH': {'text': '/opt/%s/cuda' % key},
                                                    'file:/proc/version': {'text': everything}}}).encode())
    r = run('snapshot', '--snapshot', snapshot, env=env)
    assert r.status == 0 and '/cuda' in r.out, r.err
    for secret in secrets:
        assert secret.lower() not in r.out.lower(), secret
    # who asks for them gets them
    r = run('report', '--model', private, '--hardware', hardware, '--include-private', '--json', env=env)
    assert uuid in r.out and mail in r.out and r.json()['redacted'] is False and r.json()['removed'] == []


@test
def report_is_a_computer():
    report = run('report', '--hardware', path('computer.json', json.dumps({
        'schema': 'edgekit.hardware/1',
        'memory_pools': [{'id': 'ram', 'kind': 'ram', 'total': 33554432000, 'available': 21474836480}],
    }).encode()), '--format', 'json')
    r = run('hardware', '--hardware', path('report.json', report.out.encode()), '--json')
    assert r.status == 0 and r.json()['memory_pools'][0]['total'] == 33554432000, r.err


@test
def report_links_are_links():
    for args in (['--issue', 'no-such-engine'], ['--issue', 'mlx-lm'], ['--issue', 'ollama', '--json'],
                 ['--issue', 'ollama', '--format', 'text'], ['--issue', 'ollama', '--include-private'],
                 ['--issue', 'ollama', '-o', 'x']):
        r = run('report', *args)
        assert r.status == 2 and r.out == '' and r.err.startswith('edgekit: '), (args, r.err)
    r = run('report', '--issue', 'vllm')
    assert r.status == 0 and 'Your current environment' in r.err
    assert r.out.startswith('https://github.com/vllm-project/vllm/issues/new?template=400-bug-report.yml')
    # about the engine that was named, not about the one that suits
    for engine in ('ollama', 'llama-cpp-python'):
        r = run('report', '--model', model(), '--issue', engine)
        assert r.status == 0 and '| Engine | %s |' % engine in urllib.parse.unquote(r.out), r.out
    r = run('report', '--model', model(), '--issue', 'llama_cpp')
    assert r.status == 0 and r.out.startswith('https://github.com/ggml-org/llama.cpp/issues/new?template=011-bug-results.yml')
    assert len(r.out.splitlines()) == 1 and len(r.out) <= 7501


@test
def install_commands_differ_by_shell():
    commands = {}
    for shell in ('bash', 'zsh', 'fish', 'powershell', 'cmd'):
        r = run('install', '--engine', 'llama-cpp-python', '--method', 'source', '--shell', shell, '--json')
        assert r.status == 0, r.err
        commands[shell] = r.json()['command']
        assert '\n' not in commands[shell]
    assert '$env:' in commands['powershell'] or 'CMAKE_ARGS' not in commands['bash']


@test
def install_says_what_goes_together():
    r = run('install', '--method', 'refuse')
    assert r.status == 2 and r.out == '' and 'auto, wheel, source, package, binary\n' in r.err, r.err
    assert run('install', '--method', 'auto', '--json').json() == run('install', '--json').json()
    r = run('install', '--engine', 'llama.cpp', '--distributed', '--method', 'package')
    assert r.status == 3 and 'release file, or build from source' in ' '.join(r.out.split()), r.out
    assert run('install', '--engine', 'llama.cpp', '--distributed', '--method', 'source').status == 0


if __name__ == '__main__':
    sys.exit(main())
