// SPDX-License-Identifier: LGPL-2.1-or-later
//
// What makes EdgeKit native in JavaScript (gjs), on top of what introspection gives.
//
// Properties. What is not known is null, where the library says EDGEKIT_UNKNOWN; an
// EdgeKit.Tristate is true, false or null. Getters and setters stay as in C.
//
// Promises. A call whose name ends in _async returns a promise when it is given no
// callback, and takes null for arguments that are left out.
//
// Lists can be iterated, and JSON.stringify() writes the document of the command.
//
// Checks take what the model is to do as an object:
//     await EdgeKit.model_preflight_async('hf:owner/name', { context: 8192 })
/* exported _init */

const { Gio, GObject } = imports.gi;

let EdgeKit;

// --- properties ---------------------------------------------------------------------

function conversion(pspec) {
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

// --- promises -----------------------------------------------------------------------

/** @self is what a function belongs to, null for a method. */
function improveAsync(owner, name, self) {
    const finish = `${name.slice(0, -'async'.length)}finish`;
    if (!name.endsWith('_async') || typeof owner[finish] !== 'function')
        return;
    const nArguments = owner[name].length - 1; // without the callback
    Gio._promisify(owner, name, finish);
    const promised = owner[name];
    owner[name] = function (...args) {
        if (typeof args[args.length - 1] !== 'function') {
            while (args.length < nArguments)
                args.push(null);
        }
        return promised.call(self ?? this, ...args);
    };
}

// --- documents ----------------------------------------------------------------------

function improveDocument(prototype) {
    if (typeof prototype.to_json !== 'function')
        return;
    const flags = new Array(prototype.to_json.length).fill(false);
    prototype.toJSON = function () {
        return JSON.parse(this.to_json(...flags));
    };
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
    for (const [owner, self] of [[cls, cls], [cls.prototype, null]]) {
        for (const name of Object.getOwnPropertyNames(owner).filter(n => n.endsWith('_async')))
            improveAsync(owner, name, self);
    }
    improveDocument(cls.prototype);
    if (GObject.type_is_a(cls.$gtype, Gio.ListModel.$gtype))
        cls.prototype[Symbol.iterator] = Gio.ListStore.prototype[Symbol.iterator];
}

function _init() {
    EdgeKit = this;
    for (const name of Object.keys(EdgeKit)) {
        const item = EdgeKit[name];
        if (typeof item !== 'function')
            continue;
        if (item.prototype instanceof GObject.Object)
            improveClass(item);
        else
            improveAsync(EdgeKit, name, EdgeKit);
    }
    EdgeKit.Report.prototype.toJSON = function () {
        return JSON.parse(this.to_string(EdgeKit.ReportFormat.JSON));
    };
    improveChecks();
}
