import { spawnSync } from 'node:child_process';
import { chmodSync, existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import type { Cluster } from 'ichor';
import { filesOf, findingsOf } from 'ichor/testing';

/** Shell lines that come first in a stand-in. */
export interface Answers {
  readonly kubectl?: string;
  readonly helm?: string;
}

/** A cluster without anything: folders differ until they were applied, and there is neither a release nor a kind of Gateway API. */
const usual = {
  kubectl: `case "$*" in
  *" diff "*) [ -e "$there/$(echo "\${*##*/}")" ] ;;
  *" apply "*--dry-run*) ;;
  *" apply "*) touch "$there/\${*##*/}" ;;
  *" wait "*) touch "$there/\${*##*/}" ;;
  *" get crd "*bundle-version*) ;;
  *" get crd/"*) for word; do case "$word" in crd/*) [ -e "$there/\${word#crd/}" ] || exit 1 ;; esac; done ;;
  *" get kustomizations"* | *" get applications"*) exit 1 ;;
esac`,
  helm: `case "$*" in
  *" list "*) echo "[]" ;;
  *" history "*) cat "$there/release" ;;
  *" upgrade "*)
    description=\${*##*--description }
    version=\${*##*--version }
    echo "[{\\"status\\":\\"deployed\\",\\"chart\\":\\"cilium-\${version%% *}\\",\\"description\\":\\"\${description%% --*}\\"}]" >"$there/release" ;;
esac`,
} as const;

/** Runs apply.sh of a cluster among stand-ins for kubectl and helm that record their calls; the folder is left out of those. */
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
  const there = join(folder, 'there');
  for (const made of [bin, there]) mkdirSync(made);
  // Waiting takes no time here.
  writeFileSync(join(bin, 'sleep'), '#!/bin/sh\n');
  chmodSync(join(bin, 'sleep'), 0o755);
  for (const tool of ['kubectl', 'helm'] as const) {
    const lines = ['#!/bin/sh', `there=${there}`, `echo "${tool} $*" >>"${folder}/calls"`, answers[tool] ?? '', usual[tool]];
    writeFileSync(join(bin, tool), `${lines.join('\n')}\n`);
    chmodSync(join(bin, tool), 0o755);
  }
  const { status, stdout, stderr } = spawnSync('sh', [join(folder, name, 'apply.sh'), ...args], {
    encoding: 'utf8',
    env: { PATH: `${bin}:/usr/bin:/bin` },
  });
  const record = join(folder, 'calls');
  const calls = existsSync(record) ? readFileSync(record, 'utf8').trimEnd().replaceAll(join(folder, name), '').split('\n') : [];
  rmSync(folder, { recursive: true });
  return { status, stdout, stderr, calls, writes: calls.filter((c) => / (apply|upgrade) /.test(c)) };
}
