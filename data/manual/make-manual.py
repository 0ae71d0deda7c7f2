#!/usr/bin/env python3
# SPDX-License-Identifier: LGPL-2.1-or-later
"""make-manual.py KIND DESCRIPTION OUTPUT [TEMPLATE [NAME=VALUE…]]

Writes the manual (man, markdown) or the completions of a shell (bash, zsh, fish) from
what `edgekit --describe` says that the command takes.
"""
import codecs
import re
import sys


class Option:
    def __init__(self, name, letter, value, kind, text):
        self.name, self.letter, self.value, self.kind, self.text = name, letter, value, kind, text
        # "N|auto": a number or a word
        self.words = [w for w in value.split('|') if not w.isupper()] if '|' in value else []

    def spellings(self):
        return (['-' + self.letter] if self.letter else []) + ['--' + self.name]


class Command:
    def __init__(self, name, arguments, summary, text):
        self.name, self.arguments, self.summary, self.text = name, arguments, summary, text
        self.groups = []

    def add_group(self, title):
        if title or not self.groups:
            self.groups.append((title.rstrip(':'), []))

    def options(self):
        return [option for _title, options in self.groups for option in options]

    def takes_files(self):
        return bool(self.arguments)


def read(path):
    commands = []
    with open(path, 'rb') as f:
        for line in f.read().splitlines():
            kind, *fields = [codecs.escape_decode(field)[0].decode() for field in line.split(b'\t')]
            if kind == 'command':
                commands.append(Command(*fields))
            elif kind == 'group':
                commands[-1].add_group(*fields)
            else:
                commands[-1].groups[-1][1].append(Option(*fields))
    return commands


# --- roff ----------------------------------------------------------------------------

ROFF = {'\\': r'\e', '-': r'\-', '“': r'\(lq', '”': r'\(rq', '‘': r'\(oq', '’': r'\(cq', '…': r'\&...', '–': r'\(en',
        '×': r'\(mu'}


def roff(text):
    escaped = ''.join(ROFF.get(c, c) for c in text)
    return re.sub(r"(?m)^([.'])", r'\\&\1', escaped)


def man_option(option):
    names = ', '.join(r'\fB%s\fR' % roff(name) for name in option.spellings())
    value = r' \fI%s\fR' % roff(option.value) if option.value else ''
    return '.TP\n%s%s\n%s' % (names, value, roff(option.text))


def man_command(command):
    lines = ['.SS "edgekit %s%s"' % (command.name, ' ' + roff(command.arguments) if command.arguments else ''),
             roff(command.summary) + '.']
    if command.text:
        lines += ['.PP', roff(command.text)]
    for title, options in command.groups:
        if title:
            lines += ['.PP', roff(title) + ':']
        lines += [man_option(option) for option in options if option.name != 'help']
    return '\n'.join(lines)


def man(commands):
    synopsis = []
    for command in commands:
        synopsis.append('.B edgekit %s' % command.name)
        synopsis.append(r'.RI [ option \|.\|.\|.] %s' % ('" " ' + roff(command.arguments) if command.arguments else ''))
        synopsis.append('.br')
    common = ['.TP', r'\fB\-h\fR, \fB\-\-help\fR', 'Show what the command takes.', '.TP', r'\fB\-\-version\fR',
              'Show the version.']
    return {'SYNOPSIS': '\n'.join(line.rstrip() for line in synopsis[:-1]),
            'COMMANDS': '\n'.join([man_command(command) for command in commands] + ['.SS "All of them"'] + common)}


# --- Markdown ------------------------------------------------------------------------

def markdown_text(text):
    return text.replace('|', r'\|').replace('<', '&lt;')


def markdown(commands):
    lines = []
    for command in commands:
        lines += ['## edgekit %s%s' % (command.name, ' ' + command.arguments if command.arguments else ''), '',
                  command.summary + '.', '']
        if command.text:
            lines += [command.text, '']
        for title, options in command.groups:
            options = [option for option in options if option.name != 'help']
            if not options:
                continue
            lines += ['| %s | |' % (markdown_text(title) if title else 'Option'), '|---|---|']
            for option in options:
                usage = ', '.join(option.spellings()) + (' ' + option.value if option.value else '')
                lines.append('| `%s` | %s |' % (markdown_text(usage), markdown_text(option.text)))
            lines.append('')
    return {'COMMANDS': '\n'.join(lines)}


# --- Completions ---------------------------------------------------------------------

def quote(text):
    return "'%s'" % text.replace("'", "'\\''")


def bash(commands):
    lines = ['# bash completion for edgekit; made from what the command takes',
             '# SPDX-License-Identifier: LGPL-2.1-or-later', '_edgekit ()', '{',
             '  local cur=${COMP_WORDS[COMP_CWORD]} prev=${COMP_WORDS[COMP_CWORD-1]} command=${COMP_WORDS[1]}',
             '  local options= files=', '  COMPREPLY=()', '  if [ "$COMP_CWORD" = 1 ]; then',
             '    COMPREPLY=($(compgen -W %s -- "$cur"))' % quote(' '.join([c.name for c in commands] + ['--help', '--version'])),
             '    return', '  fi', '  case "$command $prev" in']
    values = {}
    for command in commands:
        for option in command.options():
            if option.kind == 'flag':
                continue
            for name in option.spellings():
                words = '-f' if option.kind == 'file' else '-W ' + quote(' '.join(option.words))
                values.setdefault(words, []).append('"%s %s"' % (command.name, name))
    for words, cases in values.items():
        lines.append('    %s)' % (' | '.join(cases)))
        lines += ['      compopt -o filenames 2>/dev/null'] if words == '-f' else []
        lines += ['      COMPREPLY=($(compgen %s -- "$cur"))' % words, '      return', '      ;;']
    lines += ['  esac', '  case "$command" in']
    for command in commands:
        names = [name for option in command.options() for name in option.spellings()]
        lines += ['    %s)' % command.name, '      options=%s' % quote(' '.join(names))]
        lines += ['      files=yes'] if command.takes_files() else []
        lines += ['      ;;']
    lines += ['  esac', '  if [[ $cur == -* ]]; then', '    COMPREPLY=($(compgen -W "$options" -- "$cur"))',
              '  elif [ -n "$files" ]; then', '    compopt -o filenames 2>/dev/null',
              '    COMPREPLY=($(compgen -f -- "$cur"))', '  fi', '}', 'complete -F _edgekit edgekit', '']
    return '\n'.join(lines)


def zsh_text(text):
    return re.sub(r'([\[\]:\\])', r'\\\1', text)


def zsh_option(option):
    action = ''
    if option.kind == 'file':
        action = ':%s:_files' % zsh_text(option.value)
    elif option.words:
        action = ':%s:(%s)' % (zsh_text(option.value), ' '.join(option.words))
    elif option.kind != 'flag':
        action = ':%s: ' % zsh_text(option.value)
    names = option.spellings()
    text = '[%s]%s' % (zsh_text(option.text), action)
    if len(names) == 1:
        return quote(names[0] + text)
    return "'(%s)'{%s}%s" % (' '.join(names), ','.join(names), quote(text))


def zsh(commands):
    lines = ['#compdef edgekit', '# made from what the command takes', '# SPDX-License-Identifier: LGPL-2.1-or-later',
             'local -a commands', 'commands=(']
    lines += ['  ' + quote('%s:%s' % (c.name, zsh_text(c.summary))) for c in commands]
    lines += [')', 'if (( CURRENT == 2 )); then', "  _describe -t commands 'command' commands",
              "  _arguments '(- *)'{-h,--help}'[Show the help]' '(- *)--version[Show the version]'", '  return', 'fi',
              'local command=$words[2]', 'shift words', '(( CURRENT-- ))', 'case $command in']
    for command in commands:
        lines += ['  %s)' % command.name, '    _arguments \\']
        lines += ['      %s \\' % zsh_option(option) for option in command.options()]
        lines += ["      '*:%s:_files'" % command.arguments.rstrip('…') if command.takes_files() else "      && return 0",
                  '    ;;']
    return '\n'.join(lines + ['esac', ''])


def fish(commands):
    lines = ['# fish completion for edgekit; made from what the command takes',
             '# SPDX-License-Identifier: LGPL-2.1-or-later', 'complete -c edgekit -f',
             'complete -c edgekit -n __fish_use_subcommand -s h -l help -d %s' % quote('Show the help'),
             'complete -c edgekit -n __fish_use_subcommand -l version -d %s' % quote('Show the version')]
    for command in commands:
        lines.append('complete -c edgekit -n __fish_use_subcommand -a %s -d %s' % (command.name, quote(command.summary)))
        seen = "-n '__fish_seen_subcommand_from %s'" % command.name
        if command.takes_files():
            lines.append('complete -c edgekit %s -F' % seen)
        for option in command.options():
            line = 'complete -c edgekit %s' % seen
            line += ' -s %s' % option.letter if option.letter else ''
            line += ' -l ' + option.name
            if option.kind == 'file':
                line += ' -r -F'
            elif option.words:
                line += ' -x -a ' + quote(' '.join(option.words))
            elif option.kind != 'flag':
                line += ' -x'
            lines.append(line + ' -d ' + quote(option.text))
    return '\n'.join(lines + [''])


def main():
    kind, description, output, *rest = sys.argv[1:]
    commands = read(description)
    if kind in ('man', 'markdown'):
        with open(rest[0], encoding='utf-8') as f:
            text = f.read()
        values = {'man': man, 'markdown': markdown}[kind](commands)
        values.update(assignment.split('=', 1) for assignment in rest[1:])
        for name, value in values.items():
            text = text.replace('@%s@' % name, value)
    else:
        text = {'bash': bash, 'zsh': zsh, 'fish': fish}[kind](commands)
    with open(output, 'w', encoding='utf-8') as f:
        f.write(text)


main()
