// SPDX-License-Identifier: LGPL-2.1-or-later
//
// What makes EdgeKit native in JavaScript (gjs), on top of what introspection gives.
//
// Properties. What is not known is null, where the library says EDGEKIT_UNKNOWN; an
// EdgeKit.Tristate is true, false or null. Getters and setters stay as in C.
//
// Promises. A call whose name ends in _async returns a promise when it is given no
// callback.
//
// Arguments that are left out at the end are null, which for a number of choices is the
// usual one; the length of a text is that of all of it.
//
// Lists can be iterated, counted and indexed, and have what does not change an array
// (map(), filter() and so on; find() of a Gio.ListStore stays as it is). They stay
// Gio.ListModels. Where one is to be set, an array will do.
//
// JSON.stringify() writes the document of the command where there is one, else the
// properties.
//
// Checks take what the model is to do as an object:
//     await EdgeKit.model_preflight_async('hf:owner/name', { context: 8192 })
/* exported _init */

const { Gio, GObject } = imports.gi;

let EdgeKit;

// --- properties ---------------------------------------------------------------------

function conversion(pspec) {
    if (pspec.value_type === Gio.ListModel.$gtype)
        return { fromC: asSequence, toC: asListModel };
    if (pspec.value_type.name === 'EdgeKitTristate') {
        return {
            fromC: value => value === EdgeKit.Tristate.UNKNOWN ? null : value === EdgeKit.Tristate.YES,
            toC: value => value === null ? EdgeKit.Tristate.UNKNOWN : Number(value),
        };
    }
    // a number that can be unknown is unknown unless it is set
    if (['gint64', 'gdouble'].includes(pspec.value_type.name) && pspec.get_default_value() === EdgeKit.UNKNOWN) {
        return {
            fromC: value => value === EdgeKit.UNKNOWN ? null : value,
            toC: value => value === null ? EdgeKit.UNKNOWN : value,
        };
    }
    return null;
}

function improveProperty(prototype, pspec, rule) {
    const name = pspec.name.replace(/-/g, '_');
    const { get, set } = Object.getOwnPropertyDescriptor(prototype, name);
    const descriptor = {
        configurable: true,
        enumerable: true,
        get() {
            return rule.fromC(get.call(this));
        },
        set: set ? function (value) {
            set.call(this, rule.toC(value));
        } : undefined,
    };
    const camel = pspec.name.replace(/-(.)/g, (_match, letter) => letter.toUpperCase());
    for (const spelling of new Set([pspec.name, name, camel]))
        Object.defineProperty(prototype, spelling, descriptor);
}

/** Names and values for a constructor, as C takes them. */
function improveConstructor(prototype, rules) {
    prototype._init = function (values = {}) {
        const given = Object.entries(values).map(([name, value]) => {
            const rule = rules.get(name.replace(/-/g, '_').replace(/[A-Z]/g, letter => `_${letter.toLowerCase()}`));
            return [name, rule ? rule.toC(value) : value];
        });
        GObject.Object.prototype._init.call(this, Object.fromEntries(given));
    };
}

// --- lists --------------------------------------------------------------------------

// what of an array needs no more than a length and indexes, and changes nothing
const ARRAY_METHODS = ['at', 'concat', 'entries', 'every', 'filter', 'find', 'findIndex', 'flatMap', 'forEach', 'includes',
    'indexOf', 'join', 'keys', 'map', 'reduce', 'slice', 'some', 'values'];
const SEQUENCES = new Map(); // by what they stand on

/** A prototype of lists, on top of @parent. */
function sequence(parent) {
    const methods = Object.create(parent, {
        length: {
            get() {
                return this.get_n_items();
            },
        },
        [Symbol.iterator]: { value: Gio.ListStore.prototype[Symbol.iterator] },
        toJSON: {
            value() {
                return [...this];
            },
        },
    });
    for (const name of ARRAY_METHODS) {
        // a list has some of these names for something else; an old gjs has not all
        if (!(name in parent) && name in Array.prototype)
            Object.defineProperty(methods, name, { value: Array.prototype[name] });
    }
    const isIndex = name => typeof name === 'string' && /^(0|[1-9]\d{0,8})$/.test(name);
    return new Proxy(methods, {
        get(target, name, list) {
            return isIndex(name) ? list.get_item(Number(name)) ?? undefined : Reflect.get(target, name, list);
        },
        // without the list it cannot be told how many; what is not there is undefined
        has(target, name) {
            return isIndex(name) || Reflect.has(target, name);
        },
    });
}

/** Makes lists indexed that are found by @prototype, whose own methods come first. */
function improveList(prototype) {
    const parent = Object.getPrototypeOf(prototype);
    if (!SEQUENCES.has(parent))
        SEQUENCES.set(parent, sequence(parent));
    Object.setPrototypeOf(prototype, SEQUENCES.get(parent));
}

/** @value, which if it is a list of no class of EdgeKit, a Gio.ListStore, is indexed from here on. */
function asSequence(value) {
    if (value instanceof Gio.ListModel && !('length' in value)) {
        const prototype = Object.getPrototypeOf(value);
        if (!SEQUENCES.has(prototype))
            SEQUENCES.set(prototype, sequence(prototype));
        Object.setPrototypeOf(value, SEQUENCES.get(prototype));
    }
    return value;
}

function asListModel(value) {
    if (!Array.isArray(value))
        return value;
    if (value.length === 0)
        return null;
    const list = Gio.ListStore.new(value[0].constructor.$gtype);
    value.forEach(item => list.append(item));
    return list;
}

// --- calls --------------------------------------------------------------------------

/** @args, with those that were left out. */
function complete(name, args, nArguments) {
    while (args.length < nArguments)
        args.push(name === 'new_from_json' && args.length === 1 ? -1 : null);
    return args;
}

/** @self is what a function belongs to, null for a method. */
function improveCall(owner, name, self) {
    const call = owner[name];
    const nArguments = call.length;
    // what asks for one thing, or changes it, needs to know which
    const mayEnd = !/^(get|has|lookup|set)_/.test(name);
    owner[name] = function (...args) {
        return asSequence(call.call(self ?? this, ...mayEnd ? complete(name, args, nArguments) : args));
    };
}

function improveAsync(owner, name, self) {
    const nArguments = owner[name].length - 1; // without the callback
    Gio._promisify(owner, name, `${name.slice(0, -'async'.length)}finish`);
    const promised = owner[name];
    owner[name] = function (...args) {
        if (typeof args[args.length - 1] !== 'function')
            complete(name, args, nArguments);
        return promised.call(self ?? this, ...args);
    };
}

/** Every function that @owner has of its own. */
function improveCalls(owner, self) {
    const names = Object.getOwnPropertyNames(owner).filter(name => /^[a-z]/.test(name) &&
        typeof Object.getOwnPropertyDescriptor(owner, name)?.value === 'function' && name !== 'constructor');
    // the finishing halves first: the starting ones call them
    for (const name of names.filter(n => !n.endsWith('_async')))
        improveCall(owner, name, self);
    for (const name of names.filter(n => n.endsWith('_async')))
        improveAsync(owner, name, self);
}

// --- documents ----------------------------------------------------------------------

/** A value of @pspec as documents have it. */
function plain(pspec, value) {
    if (value instanceof Gio.File)
        return value.get_parse_name();
    if (typeof value === 'number' && GObject.type_is_a(pspec.value_type, GObject.TYPE_ENUM)) {
        const members = EdgeKit[pspec.value_type.name.replace(/^EdgeKit/, '')];
        const name = Object.keys(members).find(member => members[member] === value);
        return name.toLowerCase().replace(/_/g, '-');
    }
    return value;
}

function improveDocument(cls) {
    const { prototype } = cls;
    if (typeof prototype.to_json === 'function') {
        prototype.toJSON = function () {
            return JSON.parse(this.to_json());
        };
    } else if (!('toJSON' in prototype)) {
        const pspecs = GObject.Object.list_properties.call(cls);
        prototype.toJSON = function () {
            return Object.fromEntries(pspecs.map(pspec => {
                const name = pspec.name.replace(/-/g, '_');
                return [name, plain(pspec, this[name])];
            }));
        };
    }
}

// --- checks -------------------------------------------------------------------------

const LIMITS = ['max_utilization', 'min_context'];

/** What is asked for, as an EdgeKit.Workload; its limits are for the preflight. */
function makeWorkload(settings) {
    if (!settings || settings instanceof EdgeKit.Workload)
        return settings ?? null;
    const workload = new EdgeKit.Workload();
    for (const [name, value] of Object.entries(settings)) {
        if (LIMITS.includes(name))
            continue;
        if (!(name in workload))
            throw new TypeError(`“${name}” is not a property of EdgeKit.Workload`);
        workload[name] = value;
    }
    return workload;
}

function limit(preflight, settings) {
    for (const name of LIMITS) {
        if (settings && !(settings instanceof EdgeKit.Workload) && name in settings)
            preflight[name] = settings[name];
    }
    return preflight;
}

function runs(preflight) {
    return ![EdgeKit.Outcome.NO, EdgeKit.Outcome.UNKNOWN].includes(preflight.verdict.outcome);
}

function improveChecks() {
    const { preflight, preflight_async: preflightAsync } = EdgeKit.Model;
    const canLoadAsync = EdgeKit.can_load_async;

    EdgeKit.model_preflight = function (location, settings = null, profile = null, cancellable = null) {
        return limit(preflight(location, makeWorkload(settings), profile, cancellable), settings);
    };
    EdgeKit.model_preflight_async = async function (location, settings = null, profile = null, cancellable = null) {
        return limit(await preflightAsync(location, makeWorkload(settings), profile, cancellable), settings);
    };
    EdgeKit.can_load = function (...args) {
        return runs(EdgeKit.model_preflight(...args));
    };
    EdgeKit.can_load_async = function (...args) {
        if (typeof args[args.length - 1] === 'function')
            return canLoadAsync(...args);
        return EdgeKit.model_preflight_async(...args).then(runs);
    };
    // introspection takes edgekit_system_info() for a function of the class System
    EdgeKit.system_info = (cancellable = null) => EdgeKit.System.info(cancellable);
    EdgeKit.system_info_async = (cancellable = null) => EdgeKit.System.info_async(cancellable);
}

// --- everything ---------------------------------------------------------------------

function improveClass(cls) {
    const rules = new Map();
    for (const pspec of GObject.Object.list_properties.call(cls)) {
        const rule = conversion(pspec);
        if (!rule)
            continue;
        improveProperty(cls.prototype, pspec, rule);
        rules.set(pspec.name.replace(/-/g, '_'), rule);
    }
    improveConstructor(cls.prototype, rules);
    if (GObject.type_is_a(cls.$gtype, Gio.ListModel.$gtype))
        improveList(cls.prototype);
    improveCalls(cls, cls);
    improveCalls(cls.prototype, null);
    improveDocument(cls);
}

function _init() {
    EdgeKit = this;
    for (const name of Object.keys(EdgeKit)) {
        if (EdgeKit[name]?.prototype instanceof GObject.Object)
            improveClass(EdgeKit[name]);
    }
    improveCalls(EdgeKit, EdgeKit);
    EdgeKit.Report.prototype.toJSON = function () {
        return JSON.parse(this.to_string(EdgeKit.ReportFormat.JSON));
    };
    improveChecks();
}
