import { mkdirSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { join, relative } from 'node:path';

const root = join(__dirname, '..', '..');

/** How many lines of a log are shown, and how many characters of each. */
const shown = { lines: 3, characters: 300 };

/** What controllers and API server write as errors in every cluster. */
const ordinary = /manifest file is empty|is not as new as written version/;

/** The folder for the logs of a cluster, without those of the last one of that title. */
export function emptyLogs(title: string): string {
  const folder = join(root, '.cache', 'conformance', 'rehearsal', title.replace(/[^A-Za-z0-9.]+/g, '-'));
  rmSync(folder, { recursive: true, force: true });
  mkdirSync(folder, { recursive: true });
  return folder;
}

/** Where the logs of a cluster are, and the last errors in each. */
export function complaintsIn(folder: string): string {
  const lines = readdirSync(folder)
    .sort()
    .flatMap((name) => {
      const all = readFileSync(join(folder, name), 'utf8').split('\n');
      return all
        .filter((line) => isError(line) && !ordinary.test(line))
        .slice(-shown.lines)
        .map((line) => `  ${name}: ${line.slice(0, shown.characters)}`);
    });
  return [`The logs are in ${relative(root, folder)}${lines.length === 0 ? '.' : '; their last errors:'}`, ...lines].join('\n');
}

/** Whether a line tells of an error, as Kubernetes, Cilium, etcd, kwok and kubectl write it. */
function isError(line: string): boolean {
  return /^[EF]\d{4} |\blevel=(error|fatal)\b|"level":"(error|fatal|panic)"|^(Error|error)\b|^panic:/.test(line);
}
