#!/usr/bin/python3
# SPDX-License-Identifier: LGPL-2.1-or-later
"""test-examples.py PREFIX BINDIR LIBDIR LIBEXECDIR DATADIR PYTHON_DIR - the examples, against what is installed.

Each is copied out of the sources, built there where it has to be, and run on recorded
computers. What it prints is compared with the documents of the command, so that all the
languages say the same.
"""
import json
import os
import re
import shutil
import sys

sys.path.insert(0, os.path.join(os.path.dirname(os.path.abspath(__file__)), '../python'))
from checks import BUILD, SOURCE, EdgeKit, check, model, run  # noqa: E402
from installed import Installed  # noqa: E402

EXAMPLES = os.path.join(SOURCE, 'libedgekit/docs/examples')
COMPUTERS = ('intel-i7-1370p-hybrid', 'macos-apple-m3-max', 'amd-phoenix-780m-apu')
MARKS = {'found': '✓', 'missing': '✗', 'unknown': '?'}


def snapshot(name):
    return os.path.join(SOURCE, 'tests/machines', name, 'snapshot.json')


def document(*words, status=0):
    """What the installed command says."""
    return json.loads(here.run(here.at(here.bindir, 'edgekit'), *words, '--json', status=status))


def python(name, *words, status=0):
    path = shutil.copy(os.path.join(EXAMPLES, 'python', name), here.home)
    return here.run(sys.executable, path, *words, status=status).splitlines()


@check
def one_line_in_each_language():
    name = document('hardware')['cpu']['name']
    assert here.run(sys.executable, '-c', "import gi; gi.require_version('EdgeKit', '1'); "
                    "from gi.repository import EdgeKit; print(EdgeKit.system_info().cpu.name)").strip() == name
    assert here.run(sys.executable, '-c', 'import edgekit; print(edgekit.system_info().cpu.brand_raw)').strip() == name
    if shutil.which('gjs'):
        assert here.run('gjs', '-c', "imports.gi.versions.EdgeKit = '1'; "
                        'print(imports.gi.EdgeKit.system_info().cpu.name)').strip() == name


@check
def types_are_installed_where_checkers_look():
    folder = here.at(here.python_dir)
    with open(os.path.join(folder, 'gi-stubs/py.typed')) as file:
        assert file.read() == 'partial\n'
    assert os.path.getsize(os.path.join(folder, 'gi-stubs/repository/EdgeKit.pyi')) > 100000
    assert os.path.exists(os.path.join(folder, 'edgekit/py.typed'))


@check
def an_application_checks_before_it_loads():
    for computer in COMPUTERS:
        for name in ('qwen3-8b', 'gemma3-4b'):
            usable = document('check', model(name), '--snapshot', snapshot(computer))['context']['usable']
            wanted = document('check', model(name), '--snapshot', snapshot(computer), '--context',
                              str(min(usable, 16384)))
            lines = python('check_before_loading.py', model(name), '--snapshot', snapshot(computer))
            first = document('check', model(name), '--snapshot', snapshot(computer))['verdict']
            assert lines == [
                first['headline'], first['summary'],
                'Loading with a context of %d tokens, %d of %d layers on the graphics card.' % (
                    wanted['context']['used'], wanted['placement']['gpu_layers'], wanted['placement']['layers'])], lines
    words = (model('llama-3.1-405b'), '--snapshot', snapshot('intel-i7-1370p-hybrid'))
    verdict = document('check', *words, status=3)['verdict']
    assert python('check_before_loading.py', *words, status=3)[:2] == [verdict['headline'], verdict['summary']]
    assert python('check_before_loading.py', '/nonexistent.gguf', status=1) == []


@check
def an_installer_knows_the_hardware():
    for computer in COMPUTERS:
        plan = document('install', '--snapshot', snapshot(computer), '--shell', 'bash')
        lines = python('install_engine.py', '--snapshot', snapshot(computer))
        steps = {kind: [step for step in plan['steps'] if step['kind'] == kind] for kind in ('prerequisite', 'verify')}
        wanted = [plan['reason']]
        for step in steps['prerequisite']:
            wanted += [MARKS[step['state']] + ' ' + step['title'] + (': ' + step['command'] if 'command' in step else '')]
        wanted += ['$ ' + plan['command']]
        wanted += ['  %s=%s: %s' % (option['name'], option['value'], option['reason']) for option in plan['options']]
        wanted += ['%s: %s' % (step['title'], step['command']) for step in steps['verify'] if 'command' in step]
        assert lines[1:] == wanted, (lines, wanted)
    refused = ('--engine', 'mlx-lm', '--snapshot', snapshot('intel-i7-1370p-hybrid'))
    assert document('install', *refused, status=3)['reason'] in python('install_engine.py', *refused, status=3)
    assert python('install_engine.py', '--engine', 'no-such-engine', status=1) == []


@check
def a_dependency_is_chosen():
    wanted = {'intel-i7-1370p-hybrid': 'llama-cpp-python>=0.3', 'macos-apple-m3-max': 'mlx-lm>=0.20',
              'windows-core-ultra7-258v': 'openvino-genai>=2025.0'}
    for computer, requirement in wanted.items():
        assert python('choose_dependency.py', '--snapshot', snapshot(computer)) == [requirement]


def check_model(program):
    for computer in COMPUTERS:
        for name in ('qwen3-8b', 'qwen3-30b-a3b'):
            wanted = document('check', model(name), '--snapshot', snapshot(computer))
            lines = here.run(program, model(name), snapshot(computer)).splitlines()
            assert lines[:2] == [wanted['verdict']['headline'], wanted['verdict']['summary']], lines
            pools = [pool for pool in wanted['placement']['pools'] if pool['bytes'] > 0]
            assert [line.split(': ')[1] for line in lines[2:]] == [
                '%s of %s' % tuple(EdgeKit.format_memory(EdgeKit.UNKNOWN if size is None else size,
                                                         EdgeKit.MemoryUnits.IEC)
                                   for size in (pool['bytes'], pool.get('capacity'))) for pool in pools], lines
    here.run(program, model('llama-3.1-405b'), snapshot('intel-i7-1370p-hybrid'), status=3)
    here.run(program, '/nonexistent.gguf', status=1)
    here.run(program, status=2)


@check
def c_is_built_with_meson():
    check_model(here.compile(os.path.join(EXAMPLES, 'c'), 'check-model'))


@check
def c_is_built_with_pkg_config():
    program = os.path.join(here.home, 'check-model')
    source = shutil.copy(os.path.join(EXAMPLES, 'c/check-model.c'), here.home)
    flags = here.run('pkg-config', '--cflags', '--libs', 'edgekit-1').split()
    here.run('cc', '-Wall', '-Werror', source, '-o', program, *flags)
    check_model(program)


def snippets(*pages):
    """The programs that stand in the pages themselves, by language, about a model that is there."""
    for page in pages:
        with open(os.path.join(SOURCE, page), encoding='utf-8') as file:
            for language, text in re.findall(r'^```(python|js|vala|c)\n(.*?)^```', file.read(), re.M | re.S):
                yield language, re.sub(r"hf:owner/name|model\.gguf", model('qwen3-8b'), text)


@check
def what_the_pages_show_runs_as_it_stands():
    flags = here.run('pkg-config', '--cflags', '--libs', 'edgekit-1').split()
    headline = document('check', model('qwen3-8b'))['verdict']['headline']
    seen = []
    for language, text in snippets('README.md', 'libedgekit/docs/overview.md', 'libedgekit/docs/languages.md'):
        path = os.path.join(here.home, 'page%d.%s' % (len(seen), {'python': 'py'}.get(language, language)))
        program = path.rsplit('.', 1)[0]
        if language == 'python' and 'import gi\n' not in text:
            text = "import gi\ngi.require_version('EdgeKit', '1')\nfrom gi.repository import EdgeKit\n" + text
        with open(path, 'w', encoding='utf-8') as file:
            file.write(text)
        if language == 'python':
            printed = here.run(sys.executable, path)
        elif language == 'js' and shutil.which('gjs'):
            printed = here.run('gjs', '-m', path)
        elif language == 'c':
            here.run('cc', '-Wall', '-Werror', path, '-o', program, *flags)
            printed = here.run(program)
        elif language == 'vala' and shutil.which('valac'):
            here.run('valac', '-X', '-w', '--vapidir=' + here.at(here.datadir, 'vala/vapi'), '--girdir=' +
                     here.at(here.datadir, 'gir-1.0'), '--pkg', 'edgekit-1', path, '-o', program,
                     *[word for flag in flags for word in ('-X', flag)])
            printed = here.run(program)
        else:
            continue
        seen.append(language)
        # of one is only the summary shown, which says how much memory is free now
        assert headline in printed or 'qwen3-8b' in printed, (language, text, printed)
    assert len(seen) >= 5 and {'python', 'c'} <= set(seen), seen


def vala_is_built_with_meson():
    program = here.compile(os.path.join(EXAMPLES, 'vala'), 'suggest-models')
    for use in ('chat', 'code'):
        models = document('suggest', '--use', use, '--snapshot', snapshot('macos-apple-m3-max'))['models'][:5]
        lines = here.run(program, use, snapshot('macos-apple-m3-max')).splitlines()
        assert len(models) == 5 and lines == [
            '%s: %s (%s)' % (item['name'], item['verdict']['headline'],
                             EdgeKit.format_memory(item['total'], EdgeKit.MemoryUnits.IEC)) for item in models], lines


if shutil.which('valac'):
    check(vala_is_built_with_meson)
with Installed(BUILD, sys.argv[1:]) as here:
    run()
