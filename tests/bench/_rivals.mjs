// Times write-good and alex over texts: node _rivals.mjs '{"folder": …, "texts": […], "turns": 5}'
// Prints {"write-good": [milliseconds of each reading], "alex": […]}. Each reading is of a text not read before.
import { createRequire } from "node:module";
import { pathToFileURL } from "node:url";
import process from "node:process";

const { folder, texts, turns } = JSON.parse(process.argv[2]);
const require = createRequire(`${folder}/`);
const writeGood = require("write-good");
const alex = await import(pathToFileURL(`${folder}/node_modules/alex/index.js`));
const readers = { "write-good": (text) => writeGood(text), alex: (text) => alex.text(text).messages };

const found = {};
for (const [name, read] of Object.entries(readers)) {
  for (const text of texts) read(`${text} `); // warm: the compiler has seen it all
  found[name] = [];
  for (let turn = 0; turn < turns; turn += 1)
    for (const text of texts) {
      const fresh = `${text} ${"!".repeat(turn + 1)}`;
      const start = performance.now();
      read(fresh);
      found[name].push(performance.now() - start);
    }
}
console.log(JSON.stringify(found));
