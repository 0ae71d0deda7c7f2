#!/usr/bin/gjs -m
// SPDX-License-Identifier: LGPL-2.1-or-later
//
// model-check.js [--snapshot FILE] [MODEL] - a window that says whether a model runs.
//
// A path, a link or a name is typed; the answer comes without the window ever waiting.
// FILE, made by "edgekit snapshot", is another computer.
import Adw from 'gi://Adw?version=1';
import EdgeKit from 'gi://EdgeKit?version=1';
import Gio from 'gi://Gio';
import GLib from 'gi://GLib';
import GObject from 'gi://GObject';
import Gtk from 'gi://Gtk?version=4.0';
import system from 'system';

const ICONS = {
    [EdgeKit.Outcome.FITS]: 'emblem-ok-symbolic',
    [EdgeKit.Outcome.TIGHT]: 'emblem-ok-symbolic',
    [EdgeKit.Outcome.PARTIAL]: 'dialog-information-symbolic',
    [EdgeKit.Outcome.NO]: 'dialog-error-symbolic',
    [EdgeKit.Outcome.UNKNOWN]: 'dialog-question-symbolic',
};

function memory(bytes) {
    return EdgeKit.format_memory(bytes);
}

const Window = GObject.registerClass(class Window extends Adw.ApplicationWindow {
    _init(application, snapshot) {
        super._init({ application, title: 'Model Check', default_width: 480, default_height: 560 });
        this._snapshot = snapshot;
        this._entry = new Adw.EntryRow({ title: 'A file, a link or a name', show_apply_button: true });
        this._entry.connect('apply', () => this.check(this._entry.text));
        this._status = new Adw.StatusPage({ icon_name: 'drive-harddisk-symbolic', title: 'No model yet',
            vexpand: true });
        this._pools = new Gtk.ListBox({ selection_mode: Gtk.SelectionMode.NONE, css_classes: ['boxed-list'],
            visible: false });

        const group = new Adw.PreferencesGroup();
        group.add(this._entry);
        const column = new Gtk.Box({ orientation: Gtk.Orientation.VERTICAL, spacing: 18, margin_top: 18,
            margin_bottom: 18, margin_start: 12, margin_end: 12 });
        for (const child of [group, this._status, this._pools])
            column.append(child);
        const content = new Gtk.Box({ orientation: Gtk.Orientation.VERTICAL });
        content.append(new Adw.HeaderBar());
        content.append(new Adw.Clamp({ child: column, vexpand: true }));
        this.set_content(content);
        this.connect('close-request', () => this._cancellable?.cancel());
    }

    async _findComputer() {
        if (!this._snapshot)
            return EdgeKit.system_info_async(this._cancellable);
        const recorded = EdgeKit.Snapshot.load(Gio.File.new_for_path(this._snapshot));
        return EdgeKit.HardwareProfile.new_from_snapshot(recorded);
    }

    /** Asks anew; an answer that is no longer wanted never comes. */
    async check(location) {
        this._cancellable?.cancel();
        const cancellable = this._cancellable = new Gio.Cancellable();
        if (this._entry.text !== location)
            this._entry.text = location;
        this._show('content-loading-symbolic', 'Looking…', location, null);
        try {
            this._computer ??= await this._findComputer();
            this._tell(await EdgeKit.model_preflight_async(location, null, this._computer, cancellable));
        } catch (error) {
            if (!error.matches?.(Gio.IOErrorEnum, Gio.IOErrorEnum.CANCELLED))
                this._show('dialog-error-symbolic', 'This cannot be checked', error.message, null);
        }
    }

    _tell({ verdict, placement }) {
        this._show(ICONS[verdict.outcome], verdict.headline, verdict.summary, placement?.pools ?? null);
    }

    _show(icon_name, title, text, pools) {
        this._status.set({ icon_name, title, description: GLib.markup_escape_text(text, -1) });
        this._pools.visible = pools !== null;
        this._pools.bind_model(pools, use => new Adw.ActionRow({
            title: use.label,
            subtitle: `${memory(use.likely)} of ${memory(use.capacity)}`,
            visible: use.used,
        }));
    }
});

const Application = GObject.registerClass(class Application extends Adw.Application {
    _init() {
        super._init({ application_id: 'org.edgekit.ModelCheck', flags: Gio.ApplicationFlags.NON_UNIQUE });
        this.add_main_option('snapshot', 0, GLib.OptionFlags.NONE, GLib.OptionArg.FILENAME,
            'Another computer, made by “edgekit snapshot”', 'FILE');
        this.add_main_option(GLib.OPTION_REMAINING, 0, GLib.OptionFlags.NONE, GLib.OptionArg.STRING_ARRAY,
            'A model', '[MODEL]');
    }

    vfunc_handle_local_options(options) {
        const snapshot = options.lookup_value('snapshot', null);
        const models = options.lookup_value(GLib.OPTION_REMAINING, null);
        this._snapshot = snapshot ? new TextDecoder().decode(snapshot.deepUnpack()).replace(/\0$/, '') : null;
        this._model = models ? models.deepUnpack()[0] : null;
        return -1;
    }

    vfunc_activate() {
        const window = new Window(this, this._snapshot);
        window.present();
        if (this._model)
            window.check(this._model);
    }
});

system.exit(new Application().run([system.programInvocationName, ...ARGV]));
