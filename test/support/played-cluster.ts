import { chmodSync, existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Places } from '../../lib/run';

/** What a program says to a call: text, a refusal, or a shell script. */
export type Said = string | { readonly refuses: string; readonly code?: number } | { readonly script: string };

/** A cluster that `kubectl`, and perhaps `cilium`, play. */
export interface PlayedCluster {
  readonly surroundings: { readonly places: Places; readonly env: NodeJS.ProcessEnv };
  /** How programs were called, without the kubeconfig. */
  calls(): string[];
  /** What programs were given to read, one after another. */
  inputs(): unknown[];
}

const folders: string[] = [];

afterAll(() => {
  for (const folder of folders) rmSync(folder, { recursive: true, force: true });
});

const quoted = (text: string) => `'${text.replaceAll("'", `'\\''`)}'`;

function body(said: Said, folder: string, i: number): string {
  if (typeof said === 'object' && 'script' in said) return said.script;
  if (typeof said === 'object') return `echo ${quoted(said.refuses)} >&2; exit ${said.code ?? 1}`;
  writeFileSync(join(folder, `answer-${i}`), said);
  return `/bin/cat "$world/answer-${i}"`;
}

/**
 * A cluster that answers to calls by their patterns, as the shell has them; the first that fits counts. What nobody expected fails.
 */
export function playedCluster(answers: Readonly<Record<string, Said>>, programs: readonly string[] = ['kubectl']): PlayedCluster {
  const folder = mkdtempSync(join(tmpdir(), 'ichor-verify-'));
  folders.push(folder);
  mkdirSync(join(folder, 'bin'));
  const cases = Object.entries(answers).map(
    ([pattern, said], i) =>
      `  ${pattern
        .split('*')
        .map((part) => (part === '' ? '' : quoted(part)))
        .join('*')}) ${body(said, folder, i)} ;;`,
  );
  const lines = [
    '#!/bin/sh',
    `world=${quoted(folder)}`,
    'name=${0##*/}',
    '[ "$1" != --kubeconfig ] || shift 2',
    'echo "$name $*" >>"$world/calls"',
    'case "$*" in *"--filename -"*) /bin/cat >>"$world/inputs"; echo >>"$world/inputs" ;; esac',
    'case "$name $*" in',
    ...cases,
    '  *) echo "nobody expected this: $name $*" >&2; exit 64 ;;',
    'esac',
  ];
  for (const name of programs) {
    writeFileSync(join(folder, 'bin', name), `${lines.join('\n')}\n`);
    chmodSync(join(folder, 'bin', name), 0o755);
  }
  const state = join(folder, '.ichor/joelclaw');
  const read = (file: string) => (existsSync(join(folder, file)) ? readFileSync(join(folder, file), 'utf8').trimEnd().split('\n') : []);
  return {
    surroundings: {
      places: {
        output: join(folder, 'dist/joelclaw'),
        state,
        kubeconfig: join(state, 'kubeconfig'),
        talosconfig: join(state, 'talosconfig'),
      },
      env: { PATH: `${join(folder, 'bin')}:/usr/bin:/bin`, HOME: folder },
    },
    calls: () => read('calls'),
    inputs: () => read('inputs').map((line) => JSON.parse(line)),
  };
}

/** A list of objects as kubectl prints it. */
export function list(...items: readonly unknown[]): string {
  return JSON.stringify({ apiVersion: 'v1', kind: 'List', items });
}

/** A pod as the API server has it. */
export function podObject(namespace: string, name: string, given: PodGiven = {}): object {
  const { labels = {}, annotations = {}, node = 'node-1', address = '10.244.0.9', phase = 'Running', hostNetwork = false, memory } = given;
  return {
    metadata: { namespace, name, labels, annotations, ...(given.going === true ? { deletionTimestamp: '2026-11-23T04:00:00Z' } : {}) },
    spec: {
      nodeName: node,
      serviceAccountName: 'default',
      ...(hostNetwork ? { hostNetwork } : {}),
      containers: [{ name: 'one', ...(memory === undefined ? {} : { resources: { requests: { memory } } }) }],
    },
    status: { phase, podIP: address },
  };
}

interface PodGiven {
  readonly labels?: Readonly<Record<string, string>>;
  readonly annotations?: Readonly<Record<string, string>>;
  readonly node?: string;
  readonly address?: string;
  readonly phase?: string;
  readonly hostNetwork?: boolean;
  readonly memory?: string;
  readonly going?: boolean;
}

/** An agent of Cilium on a node. */
export function agentObject(node = 'node-1', name = `cilium-${node}`): object {
  return podObject('kube-system', name, {
    node,
    hostNetwork: true,
    labels: { 'k8s-app': 'cilium', 'app.kubernetes.io/part-of': 'cilium' },
    memory: '256Mi',
  });
}

/** An event of Hubble as `hubble observe --output jsonpb` prints it. */
export function hubbleEvent(flow: object, time = '2026-11-23T04:00:00.5Z'): string {
  return JSON.stringify({ flow: { time, verdict: 'FORWARDED', is_reply: false, ...flow }, node_name: 'node-1', time });
}

/** A pod of the namespace joelclaw as Hubble names it. */
export function hubblePod(app: string): object {
  return {
    namespace: 'joelclaw',
    labels: [`k8s:app=${app}`, 'k8s:io.kubernetes.pod.namespace=joelclaw'],
    pod_name: `${app}-0`,
    workloads: [{ name: app, kind: 'StatefulSet' }],
  };
}
