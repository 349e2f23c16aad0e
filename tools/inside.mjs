// Runs one Python program inside Pyodide under Node, and ends with its exit code.
//
//   node tools/inside.mjs '{"program": "tools/inside/compile.py", "arguments": ["a"], …}'
//
// program    the Python file; it is __main__, and sees `arguments` in sys.argv
// arguments  text
// stdlib     zip with the standard library; without it the one that came with Pyodide
// lock       pyodide-lock.json whose packages lie beside it
// packages   names from that lock, loaded as on the page
// unpack     wheels to unpack into site-packages without a lock
// mounts     {"/inside": "/outside"}: folders that the program may read and write
// flags      options of the Python interpreter, e.g. ["-OO"]
// env        environment variables
//
// Each is optional but `program`. What the program prints is printed.
import { readFile } from "node:fs/promises";
import { dirname, resolve } from "node:path";
import process from "node:process";
import { loadPyodide } from "pyodide";

const SITE = "/lib/python3.14/site-packages";
const given = JSON.parse(process.argv[2]);
const lock = given.lock && resolve(given.lock);

const pyodide = await loadPyodide({
  args: given.flags ?? [],
  env: given.env ?? {},
  stdLibURL: given.stdlib && resolve(given.stdlib),
  // An empty lock keeps Pyodide from looking for packages anywhere but here.
  lockFileContents: lock
    ? await readFile(lock, "utf8")
    : JSON.stringify({ info: await stockInfo(), packages: {} }),
  packageBaseUrl: dirname(lock ?? resolve(given.program)),
  packages: given.packages ?? [],
});

const missing = (given.packages ?? []).filter((name) => !(name in pyodide.loadedPackages));
if (missing.length) throw new Error(`Pyodide could not load ${missing.join(", ")}.`);

for (const wheel of given.unpack ?? []) {
  pyodide.unpackArchive(new Uint8Array(await readFile(wheel)), "wheel", { extractDir: SITE });
}
for (const [inside, outside] of Object.entries(given.mounts ?? {})) {
  pyodide.mountNodeFS(inside, resolve(outside));
}

// The small standard library brings what was compiled ahead; the pages import it first, so do we.
pyodide.runPython(`
import importlib.util
if importlib.util.find_spec("_ahead"):
    import _ahead
`);

// As `python FILE` does it: a SystemExit is an exit code, anything else a traceback and 1.
pyodide.globals.set("_program", await readFile(given.program, "utf8"));
pyodide.globals.set("_argv", pyodide.toPy([given.program, ...(given.arguments ?? [])]));
process.exitCode = pyodide.runPython(`
def _run(program, argv):
    import sys, traceback
    sys.argv[:] = argv
    try:
        exec(compile(program, argv[0], "exec"), {"__name__": "__main__", "__file__": argv[0]})
    except SystemExit as end:
        if isinstance(end.code, str):
            print(end.code, file=sys.stderr)
        return end.code if isinstance(end.code, int) else int(end.code is not None)
    except BaseException:
        traceback.print_exc()
        return 1
    return 0
_run(_program, list(_argv))
`);

async function stockInfo() {
  const stock = new URL(import.meta.resolve("pyodide/pyodide-lock.json"));
  return JSON.parse(await readFile(stock, "utf8")).info;
}
