#!/usr/bin/env python3
# SPDX-License-Identifier: LGPL-2.1-or-later
"""make-stubs.py GIR OUTPUT - type stubs (PEP 561) of EdgeKit for Python.

Names, arguments and sentences come from the GIR. Which numbers can be unknown comes from
the properties themselves, so the library is loaded (GI_TYPELIB_PATH). What the overlay
gi/overrides/EdgeKit.py adds is written here, by its rules.
"""
import keyword
import re
import sys
import textwrap
import xml.etree.ElementTree as ElementTree

import gi

gi.require_version('EdgeKit', '1')
from gi.overrides import EdgeKit as overlay  # noqa: E402
from gi.repository import EdgeKit  # noqa: E402

CORE = '{http://www.gtk.org/introspection/core/1.0}'
NUMBERS = {'gint', 'gint64', 'guint', 'guint64', 'gssize', 'gsize', 'GLib.Quark'}
TYPES = {'utf8': 'str', 'filename': 'str', 'gboolean': 'bool', 'gdouble': 'float', 'none': 'None',
         'gpointer': 'object', 'Gio.AsyncReadyCallback': 'Callable[..., object]', **{name: 'int' for name in NUMBERS}}

HEAD = '''\
# Made by make-stubs.py from EdgeKit-{version}.gir: types of the library and of its overlay.
from typing import (Any, Awaitable, Callable, Dict, Generic, Iterator, List, Optional, Sequence, Tuple, TypeVar, Union,
                    overload)
import os

from gi.repository import Gio, GLib, GObject

_T = TypeVar('_T')


_File = Union[Gio.File, str, 'os.PathLike[str]']

class _List(Gio.ListModel, Generic[_T]):
    def __len__(self) -> int: ...
    def __iter__(self) -> Iterator[_T]: ...
    @overload
    def __getitem__(self, key: int) -> _T: ...
    @overload
    def __getitem__(self, key: slice) -> List[_T]: ...
    def get_item(self, position: int) -> Optional[_T]: ...
    def get_n_items(self) -> int: ...

'''

# What takes the attributes of a workload as keywords, in the overlay.
CHECKS = {'model_preflight': 'Preflight', 'can_load': 'bool'}
LISTED = 'list of [class@EdgeKit.'


def child(node, tag):
    return node.find(CORE + tag)


def children(node, tag):
    return node.findall(CORE + tag)


def sentence(node, indent):
    """The first paragraph of the documentation."""
    doc = child(node, 'doc')
    if doc is None:
        return []
    text = ' '.join(doc.text.split('\n\n')[0].split()).replace('\\', '\\\\').replace('"""', "'''")
    text = re.sub(r'\[\w+@([\w.:-]+)\]', r'\1', text)
    lines = textwrap.wrap('"""' + text, 110, initial_indent=indent, subsequent_indent=indent)
    lines[-1] += '"""'
    return lines


def item_type(*nodes):
    """The type of a list's items stands in its documentation: "a list of [class@EdgeKit.Cpu]"."""
    for node in nodes:
        doc = child(node, 'doc')
        text = ' '.join(doc.text.split()) if doc is not None else ''
        if LISTED in text:
            return text.split(LISTED)[1].split(']')[0]
    return 'Any'


def type_of(node, *documented):
    array = child(node, 'array')
    if array is not None:
        return 'List[%s]' % type_of(array)
    name = child(node, 'type').get('name')
    if name == 'Gio.ListModel':
        return '_List[%s]' % item_type(node, *documented)
    return TYPES.get(name, name)


def optional(text, condition=True):
    return 'Optional[%s]' % text if condition and text != 'None' else text


class Call:
    """A function, a constructor or a method, as Python calls it.

    What is in a list, the documentation of the call says; of x_finish(), that of x().
    """

    def __init__(self, node, others=()):
        # as PyGObject does it
        self.node, self.name = node, node.get('name') + ('_' if keyword.iskeyword(node.get('name')) else '')
        result = child(node, 'return-value')
        whole = [child(other, 'return-value') for other in others if other.get('name') + '_finish' == self.name]
        self.result = optional(type_of(result, *whole), result.get('nullable') == '1')
        parameters = child(node, 'parameters')
        given = children(parameters, 'parameter') if parameters is not None else []
        sizes = self.sizes(node, given)
        self.parameters = [p for i, p in enumerate(given)
                           if i not in sizes and p.get('name') != 'user_data' and p.get('direction', 'in') == 'in']
        outs = [type_of(p) for i, p in enumerate(given) if i not in sizes and p.get('direction') in ('out', 'inout')]
        if outs:
            all_ = ([] if self.result == 'None' else [self.result]) + outs
            self.result = all_[0] if len(all_) == 1 else 'Tuple[%s]' % ', '.join(all_)

    @staticmethod
    def sizes(node, given):
        """The lengths of arrays, which Python knows by itself."""
        return {int(array.get('length')) for holder in [child(node, 'return-value')] + given
                for array in children(holder, 'array') if array.get('length')}

    def may_be_left_out(self, parameter):
        """By the rules of the overlay, or where there is none of them, of PyGObject."""
        kind = type_of(parameter)
        return parameter.get('nullable') == '1' or overlay.has_usual_choices(self.node.get('name')) and (
            kind == 'bool' or kind in overlay.CHOICES or
            (self.name, parameter.get('name')) == ('new_from_json', 'length'))

    def arguments(self, without=()):
        words = []
        # an argument that may be left out is followed by such only
        may_end = len(self.parameters)
        while may_end > 0 and self.may_be_left_out(self.parameters[may_end - 1]):
            may_end -= 1
        for i, parameter in enumerate(self.parameters):
            if parameter.get('name') in without:
                continue
            text = re.sub(r'\bList\[', 'Sequence[', optional(type_of(parameter), parameter.get('nullable') == '1'))
            text = re.sub(r'\bGio\.File\b', '_File', text)  # the overlay takes paths, too
            words.append('%s: %s%s' % (parameter.get('name'), text, ' = ...' if i >= may_end else ''))
        return words

    @property
    def is_async(self):
        return self.name.endswith('_async')


def wrap(head, words, tail):
    """A line that breaks between its words only."""
    text = head + ', '.join(word.replace(' ', '\0') for word in words) + tail.replace(' ', '\0')
    lines = textwrap.wrap(text, 118, subsequent_indent=' ' * len(head), break_long_words=False,
                          break_on_hyphens=False, drop_whitespace=True)
    return [line.replace('\0', ' ') for line in lines]


def write_function(lines, call, indent='', first=None, decorators=(), result=None, arguments=None):
    words = ([first] if first else []) + (call.arguments() if arguments is None else arguments)
    lines += [indent + decorator for decorator in decorators]
    lines += wrap('%sdef %s(' % (indent, call.name), words, ') -> %s:' % (result or call.result))
    lines += sentence(call.node, indent + '    ') or [indent + '    ...']


def without_defaults(words):
    return [word.replace(' = ...', '') for word in words]


def write_call(lines, call, finish, indent='', first=None, decorators=()):
    """A call; of a slow one both ways: with a callback, and awaited."""
    if not call.is_async:
        write_function(lines, call, indent, first, decorators)
        return
    overloads = ['@overload', *decorators]
    write_function(lines, call, indent, first, overloads, 'None',
                   without_defaults(call.arguments()) + ['*user_data: object'])
    write_function(lines, call, indent, first, overloads, 'Awaitable[%s]' % finish.result,
                   call.arguments(without=('callback',)))


def settings(namespace):
    """The attributes of a workload, as keywords."""
    workload = next(node for node in children(namespace, 'class') if node.get('name') == 'Workload')
    return ['%s: %s = ...' % (name, text) for name, text, writable, _node in attributes(workload)]


def attributes(node):
    """(name, type, writable, node) of every property, by the rules of the overlay."""
    getters = {method.get('name'): method for method in children(node, 'method')}
    specs = {spec.name: spec for spec in getattr(EdgeKit, node.get('name')).list_properties()}
    for prop in children(node, 'property'):
        getter = child(getters[prop.get('getter')], 'return-value') if prop.get('getter') in getters else prop
        text = type_of(prop, getter)
        spec = specs[prop.get('name')]
        if text == 'Tristate':
            text = 'Optional[bool]'
        elif text in ('int', 'float'):
            text = optional(text, getattr(spec, 'minimum', 0) == EdgeKit.UNKNOWN)
        else:
            text = optional(text, getter.get('nullable') == '1')
        yield prop.get('name').replace('-', '_'), text, prop.get('writable') == '1', prop


def write_class(lines, node):
    name = node.get('name')
    lists = any(i.get('name') == 'Gio.ListModel' for i in children(node, 'implements'))
    bases = ['_List[%s]' % item_type(node)] if lists else []
    lines += ['', '', 'class %s(%s):' % (name, ', '.join(['GObject.Object'] + bases))] + sentence(node, '    ')
    properties = list(attributes(node))
    for prop, text, writable, prop_node in properties:
        lines += ['', '    @property', '    def %s(self) -> %s:' % (prop, text)] + sentence(prop_node, '        ')
        if writable:
            lines += ['    @%s.setter' % prop, '    def %s(self, value: %s) -> None: ...' % (prop, text)]
    writables = ['%s: %s = ...' % (prop, text) for prop, text, writable, _node in properties if writable]
    lines += ['', '    def __init__(self%s) -> None: ...' % (', *, ' + ', '.join(writables) if writables else '')]
    kinds = [(kind, call) for kind in ('constructor', 'function', 'method') for call in children(node, kind)]
    calls = [(kind, Call(call, [other for _kind, other in kinds])) for kind, call in kinds]
    by_name = {call.name: call for _kind, call in calls}
    for kind, call in calls:
        lines.append('')
        finish = by_name.get(call.name[:-len('async')] + 'finish') if call.is_async else None
        write_call(lines, call, finish, '    ', 'self' if kind == 'method' else None,
                   ['@staticmethod'] if kind != 'method' else [])
    lines += ['', '    def to_dict(self) -> Dict[str, Any]: ...']
    if 'new_from_json' in by_name:
        lines += ['', '    @staticmethod', '    def from_dict(document: Dict[str, Any]) -> %s: ...' % name]


def write_enumeration(lines, node):
    lines += ['', '', 'class %s(GObject.GEnum):' % node.get('name')] + sentence(node, '    ')
    for member in children(node, 'member'):
        lines.append('    %s: %s  # %s' % (member.get('name').upper(), node.get('name'), member.get('value')))


def write_check(lines, call, result, namespace):
    """The overlay's form, which takes what a workload has as keywords."""
    given = call.arguments(without=('location', 'callback'))
    keywords = ['location: Union[str, os.PathLike[str]]'] + [word + ' = ...' for word in without_defaults(given)] + \
        ['*', 'max_utilization: Optional[float] = ...', 'min_context: Optional[int] = ...'] + settings(namespace)
    if not call.is_async:
        write_function(lines, call, result=result, arguments=keywords)
        return
    write_function(lines, call, decorators=['@overload'], result='None',
                   arguments=without_defaults(call.arguments()) + ['*user_data: object'])
    write_function(lines, call, decorators=['@overload'], result='Awaitable[%s]' % result, arguments=keywords)


def write_errors(lines):
    """The families of errors that the overlay has."""
    families = [item for name, item in sorted(vars(EdgeKit).items())
                if isinstance(item, type) and issubclass(item, EdgeKit.EdgeKitError)]
    for family in sorted(families, key=lambda family: len(family.__mro__)):
        base = family.__bases__[0]
        lines += ['', '', 'class %s(%s):' % (family.__name__, base.__name__ if base in families else 'GLib.Error'),
                  '    """%s"""' % family.__doc__.strip()]


def write_all(gir):
    namespace = child(ElementTree.parse(gir).getroot(), 'namespace')
    lines = HEAD.format(version=namespace.get('version')).split('\n')[:-1]
    for node in children(namespace, 'constant'):
        lines.append('%s: int' % node.get('name'))
    for node in children(namespace, 'enumeration'):
        write_enumeration(lines, node)
    for node in children(namespace, 'class'):
        write_class(lines, node)
    write_errors(lines)
    functions = children(namespace, 'function')
    calls = {node.get('name'): Call(node, functions) for node in functions}
    # what introspection takes for functions of a class; the overlay has them by both names
    for node in children(namespace, 'class'):
        for word in [word for cls, word in (('System', 'info'), ('Model', 'preflight')) if cls == node.get('name')]:
            for call in map(Call, children(node, 'function')):
                if call.name.startswith(word):
                    call.name = '%s_%s' % (node.get('name').lower(), call.name)
                    calls[call.name] = call
    for name, call in sorted(calls.items()):
        lines += ['', '']
        check = CHECKS.get(name[:-len('_async')] if call.is_async else name)
        if check:
            write_check(lines, call, check, namespace)
        else:
            write_call(lines, call, calls.get(name[:-len('async')] + 'finish'))
    return '\n'.join(lines) + '\n'


if __name__ == '__main__':
    with open(sys.argv[2], 'w', encoding='utf-8') as output:
        output.write(write_all(sys.argv[1]))
