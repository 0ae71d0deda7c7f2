// SPDX-License-Identifier: LGPL-2.1-or-later
//
// suggest-models [USE] [SNAPSHOT] - what a computer can run, out of EdgeKit's catalogue.
//
// USE is chat, code, vision or embedding. SNAPSHOT, made by "edgekit snapshot", is another
// computer. Build it with meson, or by hand:
//     valac --pkg edgekit-1 suggest-models.vala

const int SHOWN = 5;

async EdgeKit.HardwareProfile find_computer (string? path) throws Error {
    if (path == null)
        return yield EdgeKit.System.info_async (null);
    var snapshot = EdgeKit.Snapshot.load (File.new_for_commandline_arg (path), null);
    return new EdgeKit.HardwareProfile.from_snapshot (snapshot);
}

async void suggest (string use, string? path) throws Error {
    var computer = yield find_computer (path);
    var catalogue = EdgeKit.Catalogue.get_default ();
    var models = yield catalogue.suggest_async (computer, use, null);

    for (uint i = 0; i < models.get_n_items () && i < SHOWN; i++) {
        var suggestion = (EdgeKit.Suggestion) models.get_item (i);
        var size = EdgeKit.format_memory (suggestion.total, EdgeKit.MemoryUnits.IEC);
        print ("%s: %s (%s)\n", suggestion.get_model ().name, suggestion.headline, size);
    }
}

int main (string[] args) {
    var loop = new MainLoop ();
    int status = 0;

    Intl.setlocale ();
    suggest.begin (args.length > 1 ? args[1] : "chat", args.length > 2 ? args[2] : null, (source, result) => {
        try {
            suggest.end (result);
        } catch (Error e) {
            printerr ("%s\n", e.message);
            status = 1;
        }
        loop.quit ();
    });
    loop.run ();
    return status;
}
