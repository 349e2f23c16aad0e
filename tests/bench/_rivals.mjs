// Times write-good and alex, which are installed beside FILE, over its texts: node _rivals.mjs FILE
// FILE holds {"warm": […], "texts": […]}; those of `warm` are read before.
// Prints {"write-good": [milliseconds of each of the texts], "alex": […]}.
import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { dirname, join } from "node:path";
import { pathToFileURL } from "node:url";
import process from "node:process";

const file = process.argv[2];
const { warm, texts } = JSON.parse(readFileSync(file, "utf8"));
const writeGood = createRequire(file)("write-good");
const alex = await import(pathToFileURL(join(dirname(file), "node_modules/alex/index.js")));
const readers = { "write-good": (text) => writeGood(text), alex: (text) => alex.text(text).messages };

const found = {};
for (const [name, read] of Object.entries(readers)) {
  for (const text of warm) read(text); // the compiler has seen it all
  found[name] = texts.map((text) => {
    const start = performance.now();
    read(text);
    return performance.now() - start;
  });
}
console.log(JSON.stringify(found));
