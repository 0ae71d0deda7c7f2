// SPDX-License-Identifier: LGPL-2.1-or-later
// The library as an application in Vala sees it: the main job, and its mistakes.
int failed = 0;
int number = 0;

void check (bool good, string name) {
    number++;
    if (!good)
        failed++;
    print ("%s %d %s\n", good ? "ok" : "not ok", number, name);
}

EdgeKit.HardwareProfile profile () throws Error {
    var path = Environment.get_variable ("EDGEKIT_TEST_SOURCE_ROOT") +
        "/tests/machines/intel-i7-1370p-hybrid/snapshot.json";

    return new EdgeKit.HardwareProfile.from_snapshot (EdgeKit.Snapshot.load (File.new_for_path (path), null));
}

async void run () {
    var model_path = Environment.get_variable ("EDGEKIT_TEST_BUILD_ROOT") + "/tests/models/llama-3.2-1b.gguf";

    try {
        var preflight = new EdgeKit.Preflight ();

        preflight.profile = profile ();
        preflight.model = yield new EdgeKit.ModelSource (model_path).load_async (null);
        check (preflight.model.architecture == "llama", "a slow call is awaited");
        check (preflight.verdict.outcome == EdgeKit.Outcome.FITS, "a computer, a model and a verdict");
    } catch (Error e) {
        check (false, e.message);
    }
    try {
        yield new EdgeKit.ModelSource ("/nonexistent/model.gguf").load_async (null);
        check (false, "no error");
    } catch (EdgeKit.Error.NOT_FOUND e) {
        check ("model.gguf" in e.message, "a mistake is an error with a code");
    } catch (Error e) {
        check (false, "another error: " + e.message);
    }
}

int main () {
    var loop = new MainLoop ();

    print ("1..6\n");
    check (EdgeKit.get_version ().split (".").length == 3, "version is a number");
    check (EdgeKit.format_memory (6442450944, EdgeKit.MemoryUnits.IEC) == "6.0 GiB", "numbers become words");
    check (EdgeKit.UNKNOWN == -1, "unknown is a value");
    run.begin ((object, result) => {
        run.end (result);
        loop.quit ();
    });
    loop.run ();
    return failed == 0 ? 0 : 1;
}
