#!/usr/bin/env python3
# SPDX-License-Identifier: LGPL-2.1-or-later
"""The manual page and the completions say what --help says, and their readers take them.

Usage: test-manual.py EDGEKIT MAN-PAGE BASH ZSH FISH [APP ITS-MAN-PAGE].  Prints TAP.
"""
import functools
import os
import re
import shutil
import subprocess
import sys

sys.path.append(os.path.join(os.path.dirname(os.path.abspath(__file__)), '..'))

import tap  # noqa: E402

EDGEKIT, MAN, BASH, ZSH, FISH, *APP = [os.path.abspath(path) for path in sys.argv[1:]]


def reads_with(program):
    """A test that is skipped where the program that reads is not here."""
    def wrap(function):
        @functools.wraps(function)
        def test():
            return function() if shutil.which(program) else 'no ' + program
        return test
    return wrap


def output(*command, **more):
    return subprocess.run(command, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True, check=True, **more).stdout


def read(path):
    with open(path, encoding='utf-8') as f:
        return f.read()


def commands():
    """Each command and the options that its --help shows."""
    found = {}
    for name in re.findall(r'^  ([a-z]+)  ', output(EDGEKIT, '--help').split('Options:')[0], re.M):
        text = output(EDGEKIT, name, '--help')
        options = set()
        for line in text.splitlines():
            match = re.match(r'  (-\w), (--[\w-]+)|  (--[\w-]+)', line)
            if match:
                options |= {option for option in match.groups() if option}
        found[name] = options
    return found


COMMANDS = commands()


def there_are_commands():
    few = [name for name, options in COMMANDS.items() if '--help' not in options]
    known = {'hardware', 'check', 'install', 'report'}
    return ['%s has no --help' % name for name in few] + sorted(known - set(COMMANDS))


def man_page_has_every_option():
    sections = re.split(r'^\.SS "edgekit (\w+).*$', read(MAN).replace(r'\-', '-'), flags=re.M)
    pages = dict(zip(sections[1::2], sections[2::2]))
    problems = ['%s has no section' % name for name in COMMANDS if name not in pages]
    for name, page in pages.items():
        listed = set(re.findall(r'\\fB(-[\w-]+)\\fR', page.split('.SS')[0].split('\n.SH ')[0])) | {'-h', '--help'}
        problems += ['%s: %s' % (name, option) for option in sorted(listed ^ COMMANDS.get(name, set()))]
    return problems


@reads_with('man')
def man_pages_are_clean():
    problems = []
    for page in [MAN] + APP[1:]:
        result = subprocess.run(['man', '--warnings', '-E', 'UTF-8', '-l', '-Tutf8', '-Z', page], capture_output=True,
                                text=True, env=dict(os.environ, MANWIDTH='80'))
        problems += result.stderr.splitlines() + ([] if result.returncode == 0 else ['man: %d' % result.returncode])
    return problems


def man_page_of_the_window_has_every_option():
    shown = set(re.findall(r'^  (?:-\w, )?(--[\w-]+)', output(APP[0], '--help'), re.M))
    listed = set(re.findall(r'^\\fB(--[\w-]+)\\fR', read(APP[1]).replace(r'\-', '-'), re.M))
    # those of GTK are GTK's
    shown -= {'--help', '--help-all', '--help-gapplication', '--help-gtk', '--display', '--gapplication-service'}
    return sorted(shown ^ listed) + ([] if shown else ['it shows no options'])


@reads_with('bash')
def bash_completes():
    script = r'''
source "$1"; shift
COMP_WORDS=("$@"); COMP_CWORD=$((${#COMP_WORDS[@]} - 1))
_edgekit
printf '%s\n' "${COMPREPLY[@]}"
'''

    def complete(*words):
        return set(output('bash', '-c', script, 'bash', BASH, *words, cwd=os.path.dirname(MAN)).split())

    problems = ['commands: %s' % (complete('edgekit', '') ^ set(COMMANDS))] \
        if complete('edgekit', '') != set(COMMANDS) | {'--help', '--version'} else []
    for name, options in COMMANDS.items():
        if complete('edgekit', name, '-') != options:
            problems.append('%s: %s' % (name, complete('edgekit', name, '-') ^ options))
    if complete('edgekit', 'report', '--format', '') != {'text', 'markdown', 'json'}:
        problems.append('report --format: %s' % complete('edgekit', 'report', '--format', ''))
    if complete('edgekit', 'check', '--gpu-layers', '') != {'auto'}:
        problems.append('check --gpu-layers: %s' % complete('edgekit', 'check', '--gpu-layers', ''))
    if os.path.basename(MAN) not in complete('edgekit', 'check', '--snapshot', 'edgekit.'):
        problems.append('check --snapshot completes no file')
    return problems


@reads_with('zsh')
def zsh_reads():
    problems = output('zsh', '-n', ZSH).splitlines()
    parts = re.split(r'^  (\w+)\)$', read(ZSH).split('case $command in')[1], flags=re.M)
    for name, part in zip(parts[1::2], parts[2::2]):
        options = set(re.findall(r"^      '(--[\w-]+)\[", part, re.M))
        for names in re.findall(r"^      '\([^)]*\)'\{([^}]*)\}", part, re.M):
            options |= set(names.split(','))
        problems += ['%s: %s' % (name, option) for option in sorted(options ^ COMMANDS.get(name, set()))]
    return problems + ['%s is missing' % name for name in sorted(set(COMMANDS) - set(parts[1::2]))]


@reads_with('fish')
def fish_completes():
    def complete(line):
        text = output('fish', '--no-config', '-c', 'source $argv[1]; complete -C $argv[2]', FISH, line)
        return {word.split('\t')[0] for word in text.splitlines()}

    problems = sorted('command %s' % name for name in complete('edgekit ') ^ set(COMMANDS))
    for name, options in COMMANDS.items():
        found = complete('edgekit %s --' % name)
        problems += ['%s: %s' % (name, option) for option in sorted(found ^ {o for o in options if o.startswith('--')})]
    if complete('edgekit report --format ') != {'text', 'markdown', 'json'}:
        problems.append('report --format: %s' % complete('edgekit report --format '))
    return problems


sys.exit(tap.run([there_are_commands, man_page_has_every_option, man_pages_are_clean, bash_completes, zsh_reads,
                  fish_completes] + ([man_page_of_the_window_has_every_option] if APP else [])))
