#!/usr/bin/python3
# SPDX-License-Identifier: LGPL-2.1-or-later
"""Every document that the command prints is what its schema says, and nothing more.

Environment: EDGEKIT, MODELS, MACHINES, EDGEKIT_TEST_SOURCE_ROOT.  Prints TAP.
"""
import glob
import json
import os
import re
import subprocess
import sys
import tempfile

import jsonschema

try:
    import referencing  # comes with jsonschema 4.18
except ImportError:
    referencing = None

sys.path.append(os.path.join(os.path.dirname(os.path.abspath(__file__)), '..'))

import tap  # noqa: E402

EDGEKIT, MODELS, MACHINES = (os.environ[name] for name in ('EDGEKIT', 'MODELS', 'MACHINES'))
SOURCE = os.environ['EDGEKIT_TEST_SOURCE_ROOT']
SCHEMAS = os.path.join(SOURCE, 'data', 'schemas')
# what is read only
NOT_PRINTED = {'catalogue'}


def read(path):
    with open(path, encoding='utf-8') as f:
        return f.read()


def close(node):
    """A schema is open to what later versions add; here whatever it does not name is wrong."""
    if isinstance(node, dict):
        if isinstance(node.get('properties'), dict):
            node.setdefault('additionalProperties', False)
        for value in node.values():
            close(value)
    elif isinstance(node, list):
        for value in node:
            close(value)


def load_schemas():
    store = {}
    for path in glob.glob(os.path.join(SCHEMAS, '*.schema.json')):
        schema = json.loads(read(path))
        jsonschema.Draft202012Validator.check_schema(schema)
        assert schema['$id'] == os.path.basename(path), path
        close(schema)
        store[schema['$id']] = schema
    return store


STORE = load_schemas()


def make_validator(schema):
    if referencing:
        resources = [(name, referencing.Resource.from_contents(contents)) for name, contents in STORE.items()]
        return jsonschema.Draft202012Validator(schema, registry=referencing.Registry().with_resources(resources))
    return jsonschema.Draft202012Validator(schema, resolver=jsonschema.RefResolver(schema['$id'], schema, store=STORE))


VALIDATORS = {name: make_validator(schema) for name, schema in STORE.items()}


def errors(document):
    for error in VALIDATORS[document['schema'].replace('/', '-') + '.schema.json'].iter_errors(document):
        yield '%s: %s: %.200s' % (document['schema'], '/'.join(str(p) for p in error.absolute_path), error.message)


def run(*arguments):
    env = dict(os.environ, HOME=SCRATCH, XDG_CACHE_HOME=SCRATCH)
    result = subprocess.run([EDGEKIT, *arguments], capture_output=True, text=True, env=env)
    assert result.returncode in (0, 3), (arguments, result.stderr)
    return json.loads(result.stdout)


def documents():
    """At least one of each kind, and those that computers and models differ most in."""
    models = sorted(glob.glob(os.path.join(MODELS, '*.gguf')))
    machines = sorted(glob.glob(os.path.join(MACHINES, '*', 'snapshot.json')))
    yield run('hardware', '--json')
    yield run('models', '--json')
    yield run('install', '--verify', '--json')
    yield run('variants', MODELS, '--json')
    yield run('report', '--model', models[0], '--format', 'json')
    yield run('snapshot')
    for i, machine in enumerate(machines[::5]):
        source = ['--snapshot', machine]
        model = models[i % len(models)]
        yield run('hardware', *source, '--json')
        yield run('check', model, *source, '--json')
        yield run('install', *source, '--json')
        if i % 3 == 0:
            yield run('engine', *source, '--model', model, '--json')
            yield run('report', *source, '--model', model, '--json')
        if i % 5 == 0:
            yield run('check', model, *source, '--engine', 'all', '--json')
            yield run('suggest', *source, '--json')
            yield run('snapshot', *source)
    for model, engine in ((models[0], 'llama.cpp'), (models[0], 'ollama'), (models[1], 'vllm')):
        yield run('check', model, '--engine', engine, '--hardware', 'this', '--hardware', 'this', '--json')
    yield run('report', '--hardware', 'this', '--hardware', 'this', '--json')
    for i, model in enumerate(models):
        yield run('inspect', model, '--tensors', '--json')
        yield run('check', model, '--snapshot', machines[i], '--cross-check', '--json')
        yield run('check', model, '--snapshot', machines[i], '--json', '--context', '2048', '--parallel', '2', '--batch',
                  '512', '--ubatch', '128', '--cache-type-k', 'q8_0', '--cache-type-v', 'f16', '--flash-attn', 'on',
                  '--gpu-layers', '4', '--kv-unified', 'on', '--outputs', '4', '--repack', 'off', '--backend', 'cpu')


def every_document():
    seen, problems = set(), []
    for document in documents():
        seen.add(document['schema'])
        problems += errors(document)
    kinds = {name.replace('-1.schema.json', '/1') for name in STORE}
    return sorted(set(problems)) + ['no document of %s was looked at' % kind for kind in sorted(kinds - seen)]


def every_kind_has_a_schema():
    kinds = set()
    for path in glob.glob(os.path.join(SOURCE, 'libedgekit', '**', '*.c'), recursive=True):
        kinds |= set(re.findall(r'"edgekit\.([a-z]+)/1\\?"', read(path)))
    return ['edgekit.%s/1 has no schema' % kind for kind in sorted(kinds - NOT_PRINTED)
            if 'edgekit.%s-1.schema.json' % kind not in STORE]


def words_are_those_of_the_library():
    types = read(os.path.join(SOURCE, 'libedgekit', 'edgekit-types.h'))
    problems = []

    def walk(node, where):
        if isinstance(node, dict):
            name = node.get('$comment')
            if name:
                prefix = re.sub(r'(?<!^)([A-Z])', r'_\1', name.replace('EdgeKit', '')).upper()
                body = re.search(r'typedef enum\n\{([^}]*)\} %s;' % name, types).group(1)
                words = [w.lower().replace('_', '-') for w in re.findall(r'EDGEKIT_%s_([A-Z_0-9]+)' % prefix, body)]
                if not words or words != node['enum']:
                    problems.append('%s: %s is %s, the library has %s' % (where, name, node['enum'], words))
            for value in node.values():
                walk(value, where)
        elif isinstance(node, list):
            for value in node:
                walk(value, where)

    for name, schema in STORE.items():
        walk(schema, name)
    return problems


def every_schema_is_installed():
    build = read(os.path.join(SCHEMAS, 'meson.build'))
    return ['%s is not installed' % name for name in STORE if "'%s'" % name not in build]


def a_wrong_document_is_seen():
    """The test itself: what is missing, of another type or not known is an error."""
    wrong = [{'schema': 'edgekit.engine/1', 'engines': []},
             {'schema': 'edgekit.engine/1', 'engines': [{'name': 1, 'suitable': True}], 'recommended': None},
             {'schema': 'edgekit.engine/1', 'engines': [], 'recommended': None, 'more': 1},
             {'schema': 'edgekit.hardware/1', 'cpu': {'cores': -1}},
             {'schema': 'edgekit.hardware/1', 'notes': [{'code': 'x', 'severity': 'loud', 'message': ''}]},
             {'schema': 'edgekit.comparison/1', 'results': [{'schema': 'edgekit.preflight/1'}]}]
    return ['no error in %s' % document for document in wrong if not list(errors(document))]


TESTS = [every_document, every_kind_has_a_schema, words_are_those_of_the_library, every_schema_is_installed,
         a_wrong_document_is_seen]


if __name__ == '__main__':
    with tempfile.TemporaryDirectory(prefix='edgekit-schemas-') as SCRATCH:
        sys.exit(tap.run(TESTS))
