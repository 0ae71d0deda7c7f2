// SPDX-License-Identifier: LGPL-2.1-or-later
// The library as an application in Vala sees it.
int failed = 0;
int number = 0;

void check (bool good, string name) {
    number++;
    if (!good)
        failed++;
    print ("%s %d %s\n", good ? "ok" : "not ok", number, name);
}

int main () {
    print ("1..3\n");
    check (EdgeKit.get_version ().split (".").length == 3, "version is a number");
    check (EdgeKit.format_memory (6442450944, EdgeKit.MemoryUnits.IEC) == "6.0 GiB", "numbers become words");
    check (EdgeKit.UNKNOWN == -1, "unknown is a value");
    return failed == 0 ? 0 : 1;
}
