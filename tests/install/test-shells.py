#!/usr/bin/python3
# SPDX-License-Identifier: LGPL-2.1-or-later
"""test-shells.py PRINT-PLANS RECORD-CALL RECORD-CALL.c - the commands mean the same in every shell.

Every command of every plan is parsed by its shell. Then the commands are run,
with programs in front that print what they were given in place of doing it: the
arguments and the environment must be the same in Bash, zsh and fish, and must be
what the options of the plan say. The Command Prompt is Wine's, where that and a
compiler for Windows are here; PowerShell can only be read.
"""
import concurrent.futures
import json
import os
import re
import shlex
import shutil
import subprocess
import sys
import tempfile

SHELLS = [s for s in ('bash', 'zsh', 'fish') if shutil.which(s)]
STUBS = ('python3 py pip uv conda brew winget nix git cmake curl xargs tar grep head sudo apt dnf pacman zypper apk port '
         'powershell ollama hipconfig llama-cli usermod python sh mkdir').split()
results = []


def report(ok, name, problems):
    results.append(ok)
    print('%s %d %s' % ('ok' if ok else 'not ok', len(results), name), flush=True)
    for problem in problems[:10]:
        print('# ' + str(problem))


def commands(plan):
    yield plan['command']
    for step in plan['steps']:
        if step.get('command'):
            yield step['command']


def read_plans(program):
    output = subprocess.run([program], stdout=subprocess.PIPE, check=True, text=True).stdout
    return [json.loads(line) for line in output.splitlines()]


def parse(shell, texts, folder):
    """One file a shell: a syntax error names its line."""
    path = os.path.join(folder, 'all.' + shell)
    with open(path, 'w') as f:
        f.write('\n'.join(sorted(texts)) + '\n')
    r = subprocess.run([shell, '-n', path], stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True)
    report(r.returncode == 0 and not r.stdout, '%s parses %d commands' % (shell, len(texts)), r.stdout.splitlines())


def run(shell, command, stubs, folder):
    with tempfile.TemporaryDirectory(dir=folder) as here:
        record = os.path.join(here, 'record')
        environment = {'PATH': stubs + ':/usr/bin:/bin', 'HOME': here, 'RECORD': record, 'USER': 'someone', 'LC_ALL': 'C.UTF-8',
                       'XDG_CONFIG_HOME': here, 'XDG_DATA_HOME': here}
        for name in ('.venvs/llm/bin', 'llama.cpp/build/bin', 'ik_llama.cpp/build/bin', '.venv/bin'):
            os.makedirs(os.path.join(here, name))
        for name in ('.venvs/llm/bin/python', 'llama.cpp/llama-cli', 'llama.cpp/build/bin/llama-cli',
                     'ik_llama.cpp/build/bin/llama-cli', '.venv/bin/python'):
            os.link(os.path.join(stubs, 'python3'), os.path.join(here, name))
        command = command.replace('/opt/intel/oneapi/setvars.sh', os.path.join(stubs, 'setvars.sh'))
        flags = {'bash': ['--norc', '-c'], 'zsh': ['-f', '-c'], 'fish': ['--no-config', '-c']}[shell]
        r = subprocess.run([shell] + flags + [command], cwd=here, env=environment, stdin=subprocess.DEVNULL,
                           stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True, timeout=60)
        lines = open(record).read().splitlines() if os.path.exists(record) else []
        # the parts of a pipe run at the same time
        return r.returncode, r.stdout, sorted(line.replace(here, 'HOME') for line in lines)


def check_meaning(plan, calls):
    """The options of the plan reach the program as whole words."""
    words = set()
    for _name, arguments, environment in calls:
        words.update(arguments)
        for name, value in environment.items():
            words.add('%s=%s' % (name, value))
            if name == 'CMAKE_ARGS':
                words.update(shlex.split(value))  # as scikit-build-core reads it
    problems = []
    for option in plan['options']:
        name, value = option['name'], option.get('value')
        wanted = [name] if value is None else ['%s=%s' % (name, value)]
        if value is not None and name in words and value in words:
            continue
        if not any(w in words for w in wanted):
            problems.append('%s does not arrive: %s' % (wanted[0], plan['command']))
    return problems


# --- the Command Prompt, by Wine ---------------------------------------------------

WINE = next((p for p in ('wine64', '/usr/lib/wine/wine64', 'wine') if shutil.which(p)), None)
WINESERVER = next((p for p in ('wineserver', '/usr/lib/wine/wineserver') if shutil.which(p)), None)
MINGW = shutil.which('x86_64-w64-mingw32-gcc')
LEFT_BEHIND = 'left-behind'  # a call after each command: what variables are there still?


def windows_path(path):
    return 'Z:' + path.replace('/', '\\')


def run_cmd(lines, folder):
    """What each command of @lines called, in one Command Prompt, as if pasted."""
    tools, here, prefix = (os.path.join(folder, 'wine', name) for name in ('tools', 'here', 'prefix'))
    environment = dict(os.environ, WINEPREFIX=prefix, WINEDEBUG='-all', WINEDLLOVERRIDES='mscoree,mshtml=', DISPLAY='',
                       WINEPATH=windows_path(tools), LC_ALL='C.UTF-8')
    stub = os.path.join(tools, 'py.exe')
    for path in (tools, here):
        os.makedirs(path)
    subprocess.run([MINGW, '-O1', '-o', stub, sys.argv[3]], check=True)
    subprocess.run([WINE, 'wineboot', '-i'], env=environment, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL,
                   timeout=120, check=True)
    profile = os.path.join(prefix, 'drive_c', 'users', os.environ.get('USER') or 'root')
    for user in os.listdir(os.path.dirname(profile)):
        profile = os.path.join(os.path.dirname(profile), user) if user != 'Public' else profile
    for path in [os.path.join(tools, name + '.exe') for name in STUBS + [LEFT_BEHIND]] + \
                [os.path.join(profile, '.venvs/llm/Scripts/python.exe'), os.path.join(here, 'llama.cpp/llama-cli.exe'),
                 os.path.join(here, 'llama.cpp/build/bin/Release/llama-cli.exe')]:
        if not os.path.exists(path):
            os.makedirs(os.path.dirname(path), exist_ok=True)
            os.link(stub, path)
    script = ''.join('set "RECORD=%s"\r\n%s\r\n%s\r\n' % (windows_path(os.path.join(here, str(n))), line, LEFT_BEHIND)
                     for n, line in enumerate(lines))
    with open(os.path.join(folder, 'wine', 'script'), 'w+b') as f:  # Wine's reads no pipe
        f.write(script.encode())
        f.seek(0)
        r = subprocess.run([WINE, 'cmd'], stdin=f, env=environment, cwd=here, stdout=subprocess.PIPE,
                           stderr=subprocess.STDOUT, timeout=200)
    # its server would stay for some seconds, and write into the folder that is removed
    subprocess.run([WINESERVER, '-k', '-w'], env=environment, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL,
                   timeout=60)
    out = []
    for n in range(len(lines)):
        path = os.path.join(here, str(n))
        out.append([json.loads(line) for line in open(path)] if os.path.exists(path) else [])
    return out, r.stdout.decode(errors='replace')


def check_cmd(plans, folder):
    mine = {}
    for line in plans:
        if line['shell'] == 'cmd' and line['plan']['command'] and line['system'] == 'windows':
            mine.setdefault(line['plan']['command'], line['plan'])
    try:
        outcomes, output = run_cmd(list(mine), folder)
    except subprocess.TimeoutExpired as e:
        report(True, 'the Command Prompt # SKIP Wine takes too long: %s' % e.cmd[1], [])
        return
    problems = []
    for (command, plan), calls in zip(mine.items(), outcomes):
        if len(calls) < 2 or calls[-1] != [LEFT_BEHIND, [], {}]:
            problems.append('%s: %s' % (command, calls))
            continue
        problems += check_meaning(plan, calls)
        for name, value in plan['environment'].items():
            if not any(c[2].get(name) == value for c in calls[:-1]):
                problems.append('%s=%s does not arrive: %s' % (name, value, calls))
    report(bool(mine) and not problems, 'the Command Prompt runs %d commands, and keeps no variable' % len(mine),
           problems + output.splitlines()[-3:] * bool(problems))


def main():
    plans = read_plans(sys.argv[1])
    with tempfile.TemporaryDirectory(ignore_cleanup_errors=True) as folder:
        stubs = os.path.join(folder, 'stubs')
        os.makedirs(stubs)
        for name in STUBS:
            shutil.copy(sys.argv[2], os.path.join(stubs, name))
        with open(os.path.join(stubs, 'setvars.sh'), 'w') as f:
            f.write('export SETVARS=1\n')
        texts = {shell: set() for shell in SHELLS}
        for line in plans:
            if line['shell'] in texts and line['plan']['command']:
                texts[line['shell']].update(commands(line['plan']))
        for shell in SHELLS:
            parse(shell, texts[shell], folder)

        # the plans of each shell, side by side
        groups = {}
        for index, line in enumerate(p for p in plans if p['shell'] in SHELLS and p['plan']['command']):
            groups.setdefault(index // len(SHELLS), []).append(line)
        distinct = {}
        for group in groups.values():
            distinct.setdefault(tuple(line['plan']['command'] for line in group), group)
        distinct = {c: g for c, g in distinct.items() if g[0]['plan']['method'] != 'refuse'}
        failed, differing, lost = [], [], []
        with concurrent.futures.ThreadPoolExecutor(4) as pool:
            jobs = {}
            for group in distinct.values():
                for line in group:
                    key = (line['shell'], line['plan']['command'])
                    jobs.setdefault(key, pool.submit(run, *key, stubs, folder))
            for group in distinct.values():
                outcomes = [jobs[(line['shell'], line['plan']['command'])].result() for line in group]
                for line, (status, output, _calls) in zip(group, outcomes):
                    if status != 0 or output:
                        failed.append('%s: %s: %s' % (line['shell'], line['plan']['command'], output))
                if any(o[2] != outcomes[0][2] for o in outcomes):
                    differing.append('%s: %s' % (group[0]['plan']['command'], [o[2] for o in outcomes]))
                lost += check_meaning(group[0]['plan'], [json.loads(c) for c in outcomes[0][2]])
        report(not failed, '%d commands run in every shell' % len(distinct), failed)
        report(not differing, 'they do the same in every shell', differing)
        report(not lost, 'every option arrives', lost)

        # no Windows here: what can be said of its shells by reading
        bad = []
        for line in plans:
            command = line['plan']['command']
            if not command:
                continue
            if line['shell'] == 'powershell' and (' && ' in re.sub(r"'[^']*'|\"[^\"]*\"", '', command) or command.startswith('env ')):
                bad.append(command)
            if line['shell'] == 'cmd' and (command.startswith('env ') or re.search(r'set [A-Z_]+="', command)):
                bad.append(command)
        report(not bad, 'PowerShell and cmd get no words of other shells', bad)
        if WINE and WINESERVER and MINGW:
            check_cmd(plans, folder)
    print('1..%d' % len(results))
    sys.exit(not all(results))


main()
