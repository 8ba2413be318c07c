const { createHash } = require('node:crypto');
const { mkdirSync, readdirSync, readFileSync, renameSync, rmSync, statSync, writeFileSync } = require('node:fs');
const { dirname, join, sep } = require('node:path');
const process = require('node:process');

/** How many entries of a kind stay; the oldest go. */
const capacity = 48;

/** Beside the packages of whoever runs this, where tools keep what they can make again. */
const folder = join(packagesFolder(), '.cache', 'ichor');

function packagesFolder() {
  const end = __dirname.lastIndexOf(`${sep}node_modules${sep}`);
  return end < 0 ? join(__dirname, '..', 'node_modules') : join(__dirname.slice(0, end), 'node_modules');
}

/** A short name for what was made of all of this. */
exports.nameOf = (...parts) => createHash('sha256').update(parts.join('\n')).digest('hex').slice(0, 32);

/** What is kept under a name, or nothing. Texts that are ASCII come back fastest as `latin1`. */
exports.read = (kind, name, encoding) => {
  try {
    return readFileSync(join(folder, kind, name), encoding);
  } catch {
    return undefined;
  }
};

/** Keeps it whole or not at all; where nothing can be written, nothing is kept, and nobody is told. */
exports.write = (kind, name, content) => {
  const place = join(folder, kind, name);
  const draft = `${place}.${process.pid}`;
  try {
    mkdirSync(dirname(place), { recursive: true });
    writeFileSync(draft, content);
    renameSync(draft, place);
    prune(dirname(place));
  } catch {
    try {
      rmSync(draft, { force: true });
    } catch {
      // Where the folder itself can't be written, there is no draft either.
    }
  }
};

function prune(place) {
  const names = readdirSync(place);
  if (names.length <= capacity) return;
  const byAge = names.map((name) => ({ name, time: statSync(join(place, name)).mtimeMs })).sort((a, b) => a.time - b.time);
  for (const { name } of byAge.slice(0, names.length - capacity / 2)) rmSync(join(place, name), { force: true });
}

/** What tells that files were written, or that files came into folders or went. */
exports.stampsOf = (paths) =>
  Object.fromEntries(
    paths.map((path) => {
      const { mtimeNs, size } = statSync(path, { bigint: true });
      return [path, `${mtimeNs} ${size}`];
    }),
  );

/** Whether these stamps are those of today. */
exports.isFresh = (stamps) => {
  try {
    return JSON.stringify(exports.stampsOf(Object.keys(stamps))) === JSON.stringify(stamps);
  } catch {
    return false;
  }
};
