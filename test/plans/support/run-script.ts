import { spawnSync } from 'node:child_process';
import { chmodSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import type { Cluster } from 'ichor';
import { filesOf, findingsOf } from 'ichor/testing';

/** Shell lines that come first in a stand-in. */
export interface Answers {
  readonly kubectl?: string;
  readonly helm?: string;
}

/** Runs apply.sh of a cluster among stand-ins for kubectl and helm that record their calls. */
export function runScript(cluster: Cluster, args: readonly string[], answers: Answers = {}) {
  const { name } = cluster.definition;
  const files = filesOf(cluster);
  if (files.size === 0) throw new Error(JSON.stringify(findingsOf(cluster), null, 2));
  const folder = mkdtempSync(join(tmpdir(), 'apply-'));
  for (const [path, text] of files) {
    mkdirSync(dirname(join(folder, path)), { recursive: true });
    writeFileSync(join(folder, path), text);
  }
  const bin = join(folder, 'bin');
  mkdirSync(bin);
  for (const tool of ['kubectl', 'helm'] as const) {
    writeFileSync(join(bin, tool), `#!/bin/sh\necho "${tool} $*" >>"${folder}/calls"\n${answers[tool] ?? ''}\n`);
    chmodSync(join(bin, tool), 0o755);
  }
  const { status, stdout, stderr } = spawnSync('sh', [join(folder, name, 'apply.sh'), ...args], {
    encoding: 'utf8',
    env: { PATH: `${bin}:/usr/bin:/bin` },
  });
  let calls: string[] = [];
  try {
    calls = readFileSync(join(folder, 'calls'), 'utf8').trimEnd().split('\n');
  } catch {}
  rmSync(folder, { recursive: true });
  return { status, stdout, stderr, calls, writes: calls.filter((c) => / (apply|upgrade) /.test(c)) };
}
