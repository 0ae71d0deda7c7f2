# SPDX-License-Identifier: LGPL-2.1-or-later
"""What makes EdgeKit native in Python, on top of what introspection gives.

Attributes. Every property is an attribute: `profile.cpu.name`. Where the library says
EDGEKIT_UNKNOWN, an attribute is None; an EdgeKit.Tristate is True, False or None. An
attribute that may be set takes None for “not known” or “as usual”. The getters and
setters, and `props`, stay as in C.

Calls. What is left out at the end, or is not among keywords, is None where it may be, False
for a flag, and the usual choice of several: `EdgeKit.InstallPlan.new(profile, portable=True)`.
What takes a Gio.File takes a path.

Documents. `to_dict()` is the document that the command prints with --json where there
is one, else the attributes, with the same rules. `from_dict()` reads what of them can
be read back.

Errors. A GLib.Error of EdgeKit is raised as a subclass of it that says what family its
code is of: EdgeKit.NotFoundError, EdgeKit.NetworkError and so on.

Coroutines. A call whose name ends in `_async` is awaited when it is given no callback:

    async def main():
        preflight = await EdgeKit.model_preflight_async('hf:owner/name', context=8192)

    asyncio.run(main())

It works in any asyncio loop. The work is done in a thread of the library; its end and
its progress are told on a GLib.MainContext, which the loop looks at every 10 ms until
then: the thread-default context, or in a thread without one, other than the main one,
a context of the call's own. Cancelling the task cancels the work.
"""
import asyncio
import functools
import json
import os
import threading

from gi.repository import Gio, GLib, GObject

from ..module import get_introspection_module

EdgeKit = get_introspection_module('EdgeKit')
__all__ = []


def export(item, name=None):
    name = name or item.__name__
    globals()[name] = item
    if name not in __all__:
        __all__.append(name)
    return item


# --- errors -----------------------------------------------------------------------


@export
class EdgeKitError(GLib.Error):
    """What went wrong; `code` is a value of EdgeKit.Error, `message` a sentence."""

    def __repr__(self):
        return 'EdgeKit.%s(%r)' % (type(self).__name__, self.message)

    def __str__(self):
        return self.message


@export
class NotFoundError(EdgeKitError):
    """A file, a model or a key does not exist."""


@export
class AccessError(EdgeKitError):
    """Something may not be read: permission, conditions or a token are missing."""


@export
class FormatError(EdgeKitError):
    """The data is no model, ends too early, contradicts itself or is too large."""


@export
class NotSupportedError(EdgeKitError):
    """EdgeKit cannot do this here."""


@export
class ArgumentError(EdgeKitError):
    """What was asked for makes no sense."""


@export
class NetworkError(EdgeKitError):
    """A server was not reached, or answered badly."""


@export
class OfflineError(NetworkError):
    """The network is needed and is not to be used."""


@export
class SpaceError(EdgeKitError):
    """A disk has no room for a download."""


_FAMILIES = {
    NotFoundError: 'NOT_FOUND',
    AccessError: 'PERMISSION GATED PRIVATE WRONG_TOKEN',
    FormatError: 'NOT_A_MODEL TRUNCATED INVALID_DATA TOO_LARGE',
    NotSupportedError: 'NOT_SUPPORTED',
    ArgumentError: 'INVALID_ARGUMENT',
    NetworkError: 'NETWORK RATE_LIMITED SERVER UNREACHABLE NAME_RESOLUTION TLS PROXY TIMED_OUT TOO_SLOW CHANGED '
                  'RANGE_IGNORED BAD_RANGE ENCODED REDIRECTS ENDLESS WEB_PAGE',
    OfflineError: 'OFFLINE',
    SpaceError: 'NO_SPACE',
}
_ERRORS = {getattr(EdgeKit.Error, code): family for family, codes in _FAMILIES.items() for code in codes.split()}
_DOMAIN = GLib.quark_to_string(EdgeKit.error_quark())


def _family_of(error):
    if error.domain != _DOMAIN or isinstance(error, EdgeKitError):
        return error
    family = _ERRORS.get(error.code, EdgeKitError)
    return family(error.message, error.domain, error.code)


def _file(value):
    """A path of any kind, as the library takes it."""
    return Gio.File.new_for_path(os.fspath(value)) if isinstance(value, (str, os.PathLike)) else value


# Of these choices, where a call takes one, the first is usual.
CHOICES = ('Goal', 'InstallMethod', 'MemoryUnits', 'ReportFormat', 'Shell')


def has_usual_choices(name):
    """Whether a call has usual choices; what asks for one thing, or changes it, must hear which."""
    return not name.startswith(('get_', 'has_', 'lookup_', 'set_'))


class _Signature:
    """What a call in C takes: the names, which places are files, and what is meant where nothing is said."""

    def __init__(self, info):
        self.names, self.files, self.defaults = [], {}, {}
        for place, argument in enumerate(info.get_arguments()):
            self.names.append(argument.get_name())
            kind = (getattr(argument, 'get_type_info', None) or argument.get_type)()
            tag = kind.get_tag_as_string()
            interface = kind.get_interface().get_name() if tag == 'interface' else None
            if interface == 'File':
                self.files[place] = argument.get_name()
            if argument.get_direction() == 0:  # it goes in
                self._add_default(info, argument, tag, interface)

    def _add_default(self, info, argument, tag, interface):
        name, free = argument.get_name(), has_usual_choices(info.get_name())
        if argument.may_be_null():
            self.defaults[name] = None
        elif free and interface in CHOICES:
            self.defaults[name] = getattr(EdgeKit, interface)(0)
        elif free and tag == 'gboolean':
            self.defaults[name] = False
        elif (info.get_name(), name) == ('new_from_json', 'length'):
            self.defaults[name] = -1
        elif name != 'callback':
            self.defaults.clear()  # what comes before it cannot be left out either

    def complete(self, args, kwargs):
        """The arguments that were left out."""
        given = self.names[:len(args)]
        return {name: value for name, value in self.defaults.items() if name not in given and name not in kwargs}


_SIGNATURES = {}  # by the name of the call in C


def _signature_of(info):
    if info.get_symbol() not in _SIGNATURES:
        _SIGNATURES[info.get_symbol()] = _Signature(info)
    return _SIGNATURES[info.get_symbol()]


def _raising(info, *args, **kwargs):
    """Calls into C; what is raised is raised as what it is. Where it takes a file, it takes a path, too."""
    signature, first = _signature_of(info), int(info.is_method())
    if signature.files:
        args = [_file(value) if place - first in signature.files else value for place, value in enumerate(args)]
        kwargs = {name: _file(value) if name in signature.files.values() else value for name, value in kwargs.items()}
    kwargs.update(signature.complete(args[first:], kwargs))
    try:
        return info(*args, **kwargs)
    except GLib.Error as error:
        raise _family_of(error) from None


# --- coroutines -------------------------------------------------------------------

_INTERVAL = 0.01  # seconds; what is awaited takes tenths of one, or is answered by a server
_TURNS = 100      # of a context that is never at rest


def _begin(begin, done):
    """Starts a call; returns the context on which its end and its progress are told."""
    context = GLib.MainContext.get_thread_default()
    if context is not None or threading.current_thread() is threading.main_thread():
        begin(done)
        return context or GLib.MainContext.default()
    # the default context is the main thread's
    context = GLib.MainContext.new()
    context.push_thread_default()
    try:
        begin(done)
    finally:
        context.pop_thread_default()
    return context


def _await(begin, finish, cancellable):
    """A future of what finish() returns, after begin(callback)."""
    loop = asyncio.get_running_loop()
    future = loop.create_future()
    ended = False

    def done(_source, result):
        nonlocal ended
        ended = True
        try:
            value, failure = finish(result), None
        except Exception as error:
            value, failure = None, error
        if future.done() or loop.is_closed():
            return
        if failure:
            future.set_exception(failure)
        else:
            future.set_result(value)

    def settled(future):
        if future.cancelled():
            cancellable.cancel()

    def look():
        for _turn in range(_TURNS):
            if not context.iteration(False):
                break
        if not ended:
            loop.call_later(_INTERVAL, look)

    future.add_done_callback(settled)
    context = _begin(begin, done)
    loop.call_later(_INTERVAL, look)
    return future


def _awaitable(start, finish, signature):
    """start() of C with a callback; without one, what may be awaited."""
    at = signature.names.index('callback')
    names = signature.names[:at]

    def call(*args, **kwargs):
        if len(args) > at or 'callback' in kwargs:
            return start(*args, **kwargs)
        given = dict(zip(names, args), **kwargs)
        wrong = [name for name in given if name not in names]
        if wrong:
            raise TypeError('unexpected arguments: %s' % ', '.join(wrong))
        given.update({name: _file(given[name]) for name in signature.files.values() if name in given})
        given = dict(signature.defaults, **given)
        given['cancellable'] = given['cancellable'] or Gio.Cancellable()
        missing = [name for name in names if name not in given]
        if missing:
            raise TypeError('missing arguments: %s' % ', '.join(missing))
        arguments = [given[name] for name in names]
        return _await(lambda done: start(*arguments, done), finish, given['cancellable'])
    return call


# --- attributes -------------------------------------------------------------------


def _from_c(pspec):
    """What the value of a property is in Python."""
    if pspec.value_type == EdgeKit.Tristate.__gtype__:
        return lambda value: None if value == EdgeKit.Tristate.UNKNOWN else value == EdgeKit.Tristate.YES
    if getattr(pspec, 'minimum', 0) == EdgeKit.UNKNOWN:
        return lambda value: None if value == EdgeKit.UNKNOWN else value
    return lambda value: value


def _list_model(items):
    """Any sequence, as the library takes it."""
    if items is None or isinstance(items, Gio.ListModel):
        return items
    items = list(items)
    model = Gio.ListStore.new(type(items[0])) if items else None
    for item in items:
        model.append(item)
    return model


def _to_c(pspec):
    if pspec.value_type == Gio.ListModel.__gtype__:
        return _list_model
    if pspec.value_type == EdgeKit.Tristate.__gtype__:
        return lambda value: EdgeKit.Tristate.UNKNOWN if value is None else EdgeKit.Tristate(int(value))
    if getattr(pspec, 'minimum', 0) == EdgeKit.UNKNOWN:
        return lambda value: EdgeKit.UNKNOWN if value is None else value
    return lambda value: value


def _attribute(pspec):
    from_c, to_c = _from_c(pspec), _to_c(pspec)

    def get(self):
        return from_c(self.get_property(pspec.name))

    def set_(self, value):
        self.set_property(pspec.name, to_c(value))

    return property(get, set_ if pspec.flags & GObject.ParamFlags.WRITABLE else None)


def _constructor(cls):
    rules = {pspec.name.replace('-', '_'): _to_c(pspec) for pspec in cls.list_properties()}
    construct = cls.__init__

    fixed = {pspec.name.replace('-', '_') for pspec in cls.list_properties()
             if not pspec.flags & GObject.ParamFlags.WRITABLE}

    def __init__(self, *args, **values):
        wrong = fixed & set(values)
        if args or wrong:
            raise TypeError('%s takes keywords of what can be set%s; %s.new() makes one' % (
                cls.__name__, ', and %s cannot' % ', '.join(sorted(wrong)) if wrong else '', cls.__name__)
                if hasattr(cls, 'new') else '%s is made by other calls' % cls.__name__)
        construct(self, **{name: rules[name](value) if name in rules else value for name, value in values.items()})
    return __init__


def _attributes_of(item):
    return [pspec.name.replace('-', '_') for pspec in type(item).list_properties()]


# --- documents and words ----------------------------------------------------------


def _plain(value):
    if isinstance(value, GObject.GEnum):
        return value.value_nick
    if isinstance(value, Gio.ListModel):
        return [_plain(item) for item in value]
    if type(value).__module__ == 'gi.repository.EdgeKit':
        return value.to_dict()
    if isinstance(value, Gio.File):
        return value.get_parse_name()
    return value


def _to_dict(self):
    """The attributes, as JSON has them."""
    return {name: _plain(getattr(self, name)) for name in _attributes_of(self)}


def _document_to_dict(self):
    """The document that the command prints with --json."""
    return json.loads(self.to_json() or 'null')


def _from_document(cls):
    def from_dict(document):
        """Makes one of what to_dict() gave."""
        return cls.new_from_json(json.dumps(document))
    return staticmethod(from_dict)


_SHOWN = 6  # attributes; a line is to be read at a glance


def _repr(self):
    words = []
    for name in _attributes_of(self):
        value = getattr(self, name)
        if isinstance(value, GObject.GEnum):
            words.append('%s=%s' % (name, value.value_nick))
        elif isinstance(value, (str, int, float)) and not (isinstance(value, str) and len(value) > 60):
            words.append('%s=%r' % (name, value))
    return '<EdgeKit.%s>' % ' '.join([type(self).__name__] + words[:_SHOWN])


def _report_to_dict(self):
    """The document that the command prints with --json."""
    return json.loads(self.to_string(EdgeKit.ReportFormat.JSON))


def _repr_profile(self):
    return '<EdgeKit.HardwareProfile %s; %s>' % (self.describe_cpu(), self.describe_memory())


def _repr_preflight(self):
    return '<EdgeKit.Preflight %s>' % (self.verdict.headline if self.ready else 'not ready')


# --- every class and function -----------------------------------------------------


def _improve_method(cls, name, info):
    finish = cls.__dict__.get(name[:-len('async')] + 'finish') if name.endswith('_async') else None
    signature = _signature_of(info)
    if finish is not None and 'callback' in signature.names:
        finish = getattr(cls, finish.__name__)
        if not info.is_method():
            method = _awaitable(getattr(cls, name), finish, signature)
        else:
            def method(self, *args, **kwargs):
                call = _awaitable(functools.partial(info, self), functools.partial(finish, self), signature)
                return call(*args, **kwargs)
    elif not info.can_throw_gerror() and not signature.files and not signature.defaults:
        return
    elif info.is_method():
        def method(self, *args, **kwargs):
            return _raising(info, self, *args, **kwargs)
    else:
        method = functools.partial(_raising, getattr(cls, name))
    method.__name__, method.__doc__ = name, info.__doc__
    setattr(cls, name, method if info.is_method() else staticmethod(method))


def _improve_class(cls):
    infos = {name: info for name, info in list(cls.__dict__.items()) if hasattr(info, 'can_throw_gerror')}
    # the finishing halves first: the starting ones call them
    for name in sorted(infos, key=lambda name: name.endswith('_async')):
        _improve_method(cls, name, infos[name])
    for pspec in cls.list_properties():
        if pspec.owner_type == cls.__gtype__:
            setattr(cls, pspec.name.replace('-', '_'), _attribute(pspec))
    cls.to_dict = _document_to_dict if 'to_json' in infos else _to_dict
    cls.__init__, cls.__repr__ = _constructor(cls), _repr
    if 'new_from_json' in infos:
        cls.from_dict = _from_document(cls)


def _improve_function(name, info):
    if name.endswith('_async'):
        function = _awaitable(info, globals()[name[:-len('async')] + 'finish'], _signature_of(info))
    else:
        function = functools.partial(_raising, info)
    function.__name__, function.__doc__ = name, info.__doc__
    export(function)


def _improve_everything():
    items = {name: getattr(EdgeKit, name) for name in dir(EdgeKit) if not name.startswith('_')}
    for item in items.values():
        if isinstance(item, type) and issubclass(item, GObject.Object):
            _improve_class(item)
    functions = {name: item for name, item in items.items() if hasattr(item, 'can_throw_gerror')}
    for name in sorted(functions, key=lambda name: name.endswith('_async')):
        if name.endswith('_async') or functions[name].can_throw_gerror() or _signature_of(functions[name]).defaults:
            _improve_function(name, functions[name])
    # introspection takes edgekit_system_info() for a function of the class System
    for cls, word in ((EdgeKit.System, 'info'), (EdgeKit.Model, 'preflight')):
        for name in (word, word + '_async', word + '_finish'):
            export(getattr(cls, name), cls.__name__.lower() + '_' + name)
    EdgeKit.HardwareProfile.__repr__ = _repr_profile
    EdgeKit.Preflight.__repr__ = _repr_preflight
    EdgeKit.Report.to_dict = _report_to_dict


_improve_everything()

# --- checks with keywords ---------------------------------------------------------


def _workload_of(workload, settings):
    workload = workload.copy() if workload else EdgeKit.Workload()
    for name, value in settings.items():
        if name not in _attributes_of(workload):
            raise TypeError('%r is not an attribute of EdgeKit.Workload' % name)
        if name == 'engine' and value is not None and EdgeKit.Engine.canonical_name(value) is None:
            raise ValueError('EdgeKit knows no engine %r' % value)
        setattr(workload, name, value)
    return workload


def _limited(preflight, limits):
    for name, value in limits.items():
        if value is not None:
            setattr(preflight, name, value)
    return preflight


def _runs(preflight):
    return preflight.verdict.outcome not in (EdgeKit.Outcome.NO, EdgeKit.Outcome.UNKNOWN)


_preflight, _preflight_async, _preflight_finish = (
    getattr(EdgeKit.Model, 'preflight' + end) for end in ('', '_async', '_finish'))
_can_load_async = globals()['can_load_async']


def model_preflight(location, workload=None, profile=None, cancellable=None, *, max_utilization=None,
                    min_context=None, **settings):
    """Checks whether a model would run; settings are attributes of EdgeKit.Workload.

    model_preflight('hf:owner/name', context=8192, engine='vllm').verdict.headline
    """
    preflight = _preflight(os.fspath(location), _workload_of(workload, settings), profile, cancellable)
    return _limited(preflight, {'max_utilization': max_utilization, 'min_context': min_context})


def _preflight_future(then, location, workload=None, profile=None, cancellable=None, *, max_utilization=None,
                      min_context=None, **settings):
    workload = _workload_of(workload, settings)
    limits = {'max_utilization': max_utilization, 'min_context': min_context}
    cancellable = cancellable or Gio.Cancellable()
    return _await(lambda done: _preflight_async(os.fspath(location), workload, profile, cancellable, done),
                  lambda result: then(_limited(_preflight_finish(result), limits)), cancellable)


def model_preflight_async(*args, **settings):
    """model_preflight() in a thread: to be awaited, or with a callback as in C."""
    if len(args) > 4 or 'callback' in settings:
        return _preflight_async(*args, **settings)
    return _preflight_future(lambda preflight: preflight, *args, **settings)


def can_load(*args, **settings):
    """Says whether a model would run; takes what model_preflight() takes."""
    return _runs(model_preflight(*args, **settings))


def can_load_async(*args, **settings):
    """can_load() in a thread: to be awaited, or with a callback as in C."""
    if len(args) > 4 or 'callback' in settings:
        return _can_load_async(*args, **settings)
    return _preflight_future(_runs, *args, **settings)


for function in (model_preflight, model_preflight_async, can_load, can_load_async):
    export(function)
