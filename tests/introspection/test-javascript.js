// SPDX-License-Identifier: LGPL-2.1-or-later
// The library as an application in JavaScript (gjs) sees it.
imports.gi.versions.EdgeKit = '1';
const { EdgeKit } = imports.gi;
const System = imports.system;

const tests = {
    'version is a number'() {
        return EdgeKit.get_version().split('.').length === 3;
    },
    'numbers become words'() {
        return EdgeKit.format_memory(6442450944, EdgeKit.MemoryUnits.IEC) === '6.0\u202fGiB';
    },
    'unknown is a value'() {
        return EdgeKit.UNKNOWN === -1 && EdgeKit.format_tokens(EdgeKit.UNKNOWN) === 'Unknown';
    },
};

print(`1..${Object.keys(tests).length}`);
let failed = 0;
Object.entries(tests).forEach(([name, run], index) => {
    let good = false;
    try {
        good = run();
    } catch (e) {
        print(`# ${e}`);
    }
    failed += good ? 0 : 1;
    print(`${good ? 'ok' : 'not ok'} ${index + 1} ${name}`);
});
System.exit(failed ? 1 : 0);
