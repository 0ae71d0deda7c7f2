// SPDX-License-Identifier: LGPL-2.1-or-later
// The library as an application in JavaScript (gjs) sees it: the main job, and its mistakes.
imports.gi.versions.EdgeKit = '1';
const { EdgeKit, Gio, GLib } = imports.gi;
const System = imports.system;

Gio._promisify(EdgeKit.ModelSource.prototype, 'load_async', 'load_finish');

const MACHINE = `${GLib.getenv('EDGEKIT_TEST_SOURCE_ROOT')}/tests/machines/intel-i7-1370p-hybrid/snapshot.json`;
const MODEL = `${GLib.getenv('EDGEKIT_TEST_BUILD_ROOT')}/tests/models/llama-3.2-1b.gguf`;

function profile() {
    return EdgeKit.HardwareProfile.new_from_snapshot(EdgeKit.Snapshot.load(Gio.File.new_for_path(MACHINE), null));
}

const tests = {
    'version is a number'() {
        return EdgeKit.get_version().split('.').length === 3;
    },
    'numbers become words'() {
        return EdgeKit.format_memory(6442450944, EdgeKit.MemoryUnits.IEC) === '6.0\u00a0GiB';
    },
    'unknown is a value'() {
        return EdgeKit.UNKNOWN === -1 && EdgeKit.format_tokens(EdgeKit.UNKNOWN) === 'Unknown';
    },
    'a computer, a model and a verdict'() {
        const preflight = new EdgeKit.Preflight();
        preflight.profile = profile();
        preflight.model = EdgeKit.ModelSource.new(MODEL).load(null);
        const { estimate } = JSON.parse(preflight.to_json(false));
        return preflight.verdict.outcome === EdgeKit.Outcome.FITS &&
            estimate.total === estimate.items.reduce((sum, item) => sum + item.likely, 0);
    },
    'sizes survive as numbers'() {
        const pool = profile().lookup_pool('ram');
        return Number.isSafeInteger(pool.total) && pool.total > 2 ** 33;
    },
    async 'a slow call is a promise'() {
        const model = await EdgeKit.ModelSource.new(MODEL).load_async(null);
        return model.architecture === 'llama' && model.layers.get_n_items() === 16;
    },
    async 'a mistake is an exception with a code'() {
        try {
            await EdgeKit.ModelSource.new('/nonexistent/model.gguf').load_async(null);
        } catch (e) {
            return e.matches(EdgeKit.Error, EdgeKit.Error.NOT_FOUND) && e.message.includes('model.gguf');
        }
        return false;
    },
};

const loop = new GLib.MainLoop(null, false);
let failed = 0;

async function main() {
    print(`1..${Object.keys(tests).length}`);
    let number = 0;
    for (const [name, run] of Object.entries(tests)) {
        let good = false;
        try {
            good = await run();
        } catch (e) {
            print(`# ${e}`);
        }
        failed += good ? 0 : 1;
        print(`${good ? 'ok' : 'not ok'} ${++number} ${name}`);
    }
    loop.quit();
}

GLib.idle_add(GLib.PRIORITY_DEFAULT, () => {
    main();
    return GLib.SOURCE_REMOVE;
});
loop.run();
System.exit(failed ? 1 : 0);
