#!/usr/bin/python3
# SPDX-License-Identifier: LGPL-2.1-or-later
"""test-stubs.py STUBS GIR [MYPY] - the type stubs name what there is, and mypy can read them."""
import ast
import keyword
import os
import subprocess
import sys
import tempfile
import textwrap
import xml.etree.ElementTree as ElementTree

from checks import SOURCE, check, run
from gi.repository import EdgeKit

CORE = '{http://www.gtk.org/introspection/core/1.0}'
STUBS, GIR = sys.argv[1], sys.argv[2]
MYPY = sys.argv[3] if len(sys.argv) > 3 else None


def names_in(body):
    names = set()
    for node in body:
        if isinstance(node, (ast.FunctionDef, ast.ClassDef)):
            names.add(node.name)
        elif isinstance(node, ast.AnnAssign):
            names.add(node.target.id)
    return names


def spelled(name):
    """As PyGObject spells it."""
    return name.replace('-', '_') + ('_' if keyword.iskeyword(name) else '')


with open(STUBS, encoding='utf-8') as stubs:
    TREE = ast.parse(stubs.read())
CLASSES = {node.name: names_in(node.body) for node in TREE.body if isinstance(node, ast.ClassDef)}
NAMESPACE = ElementTree.parse(GIR).getroot().find(CORE + 'namespace')


@check
def every_symbol_of_the_gir_has_a_stub():
    top = names_in(TREE.body)
    missing = {node.get('name') for tag in ('class', 'enumeration', 'function', 'constant')
               for node in NAMESPACE.findall(CORE + tag)} - top
    for cls in NAMESPACE.findall(CORE + 'class'):
        wanted = {spelled(node.get('name')) for tag in ('constructor', 'function', 'method', 'property')
                  for node in cls.findall(CORE + tag)}
        missing |= {'%s.%s' % (cls.get('name'), name) for name in wanted - CLASSES[cls.get('name')]}
    for enumeration in NAMESPACE.findall(CORE + 'enumeration'):
        wanted = {member.get('name').upper() for member in enumeration.findall(CORE + 'member')}
        missing |= {'%s.%s' % (enumeration.get('name'), name) for name in wanted - CLASSES[enumeration.get('name')]}
    assert not missing, sorted(missing)


@check
def every_stub_is_a_symbol():
    gone = {name for name in names_in(TREE.body) if not hasattr(EdgeKit, name)} - {'_List'}
    for cls, names in CLASSES.items():
        if cls != '_List':
            gone |= {'%s.%s' % (cls, name) for name in names if not hasattr(getattr(EdgeKit, cls), name)}
    assert not gone, sorted(gone)


@check
def what_the_overlay_adds_has_a_stub():
    from gi.overrides import EdgeKit as overlay
    assert not set(overlay.__all__) - names_in(TREE.body)
    assert all('to_dict' in names for cls, names in CLASSES.items()
               if hasattr(getattr(EdgeKit, cls, None), 'to_dict'))


def calls_in(body):
    """The functions, of overloads the first: those with a callback."""
    calls = {}
    for node in body:
        if isinstance(node, ast.FunctionDef):
            calls.setdefault(node.name, node)
    return calls


@check
def what_may_be_left_out_is_what_the_overlay_fills_in():
    from gi.overrides import EdgeKit as overlay
    choices, n_calls = set(), 0
    enumerations = {node.get('name') for node in NAMESPACE.findall(CORE + 'enumeration')}
    for cls in NAMESPACE.findall(CORE + 'class'):
        stubs = calls_in(next(node for node in TREE.body if isinstance(node, ast.ClassDef)
                              and node.name == cls.get('name')).body)
        for node in [node for tag in ('constructor', 'function', 'method') for node in cls.findall(CORE + tag)]:
            symbol = node.get('{http://www.gtk.org/introspection/c/1.0}identifier')
            if overlay.has_usual_choices(node.get('name')):
                choices |= {kind.get('name') for kind in node.iter(CORE + 'type')} & enumerations - \
                    {kind.get('name') for kind in node.find(CORE + 'return-value').iter(CORE + 'type')}
            signature = overlay._SIGNATURES.get(symbol)
            if signature is None or node.get('name').endswith('_async'):
                continue
            stub = stubs[spelled(node.get('name'))].args
            optional = [argument.arg for argument in stub.args[len(stub.args) - len(stub.defaults):]]
            assert optional == list(signature.defaults), (symbol, optional, signature.defaults)
            n_calls += 1
    assert n_calls > 300, n_calls
    # every enumeration that such a call takes has a usual value, which is its first
    assert choices <= set(overlay.CHOICES), choices - set(overlay.CHOICES)


@check
def lists_know_what_is_in_them():
    with open(STUBS, encoding='utf-8') as stubs:
        assert '_List[Any]' not in stubs.read()


PROGRAM = '''\
    import asyncio
    from gi.repository import EdgeKit
    import edgekit

    async def main() -> None:
        preflight = await EdgeKit.model_preflight_async('model.gguf', context=8192)
        reveal_type(preflight.workload.context)
        for pool in EdgeKit.system_info().memory_pools:
            reveal_type(pool.total)
        reveal_type(EdgeKit.find_installations(EdgeKit.system_info())[0].uses_graphics)
        EdgeKit.model_preflight('model.gguf', contxt=8192)

    reveal_type(edgekit.system_info().ram.total_gb)
    reveal_type(edgekit.model_preflight('model.gguf', engine='vllm').reason)
    edgekit.model_preflight('model.gguf', engine='vulkan')
'''
# what mypy says of it, by line
ANSWERS = {7: 'Union[builtins.int, None]', 9: 'Union[builtins.int, None]', 10: 'Union[builtins.bool, None]',
           11: 'Unexpected keyword argument "contxt"',
           13: 'Union[builtins.float, None]', 14: 'edgekit.models.PreflightReason', 15: 'expected "Literal[\'mlx_lm\''}


def mypy_reads_them():
    with tempfile.TemporaryDirectory() as folder:
        repository = os.path.join(folder, 'gi', 'repository')
        os.makedirs(repository)
        with open(STUBS, encoding='utf-8') as stubs, open(os.path.join(repository, 'EdgeKit.pyi'), 'w') as copy:
            copy.write(stubs.read())
        # of what is not EdgeKit, anything goes
        for path in ('gi/__init__', 'gi/repository/Gio', 'gi/repository/GLib', 'gi/repository/GObject'):
            with open(os.path.join(folder, path + '.pyi'), 'w') as file:
                file.write('from typing import Any\ndef __getattr__(name: str) -> Any: ...\n')
        open(os.path.join(repository, '__init__.pyi'), 'w').close()
        program = os.path.join(folder, 'program.py')
        with open(program, 'w') as file:
            file.write(textwrap.dedent(PROGRAM))
        os.symlink(os.path.join(SOURCE, 'libedgekit/python/edgekit'), os.path.join(folder, 'edgekit'))
        done = subprocess.run([MYPY, '--ignore-missing-imports', '--check-untyped-defs', '--cache-dir',
                               folder + '/cache', '--python-executable', sys.executable, program], cwd=folder,
                              stdout=subprocess.PIPE, text=True, env=dict(os.environ, MYPYPATH=folder))
    said = {int(line.split(':')[1]): line for line in done.stdout.splitlines() if line.startswith('program.py:')}
    assert set(said) == set(ANSWERS), done.stdout
    for number, answer in ANSWERS.items():
        assert answer in said[number], (answer, done.stdout)
    others = [line for line in done.stdout.splitlines()
              if 'error' in line and not line.startswith(('program.py', 'Found'))]
    assert not others, done.stdout


if MYPY:
    check(mypy_reads_them)
run()
