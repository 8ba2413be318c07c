import { spawnSync } from 'node:child_process';
import type { CiliumMinor, TalosctlMinor, TalosMinor } from '../../pins';

/** Upstream's programs and folders, as `build.mjs` says where they are. */
export interface Judges {
  readonly talos: Readonly<Record<TalosMinor, string>>;
  readonly helm: string;
  readonly validate: string;
  readonly chart: Readonly<Record<CiliumMinor, string>>;
  readonly crds: Readonly<Record<CiliumMinor, readonly string[]>>;
  /** Folders and files of the Gateway API's definitions that a Cilium minor's operator looks for. */
  readonly gatewayApi: Readonly<Record<CiliumMinor, readonly string[]>>;
  readonly engine: Readonly<Record<CiliumMinor, string>>;
  readonly controlPlane: string;
  /** How kwok's nodes and pods become ready. */
  readonly stages: readonly string[];
  readonly operator: Readonly<Record<CiliumMinor, string>>;
  readonly schematic: string;
  /** The file that has the schema of SARIF 2.1.0 in it. */
  readonly sarif: string;
  readonly flux: string;
  readonly argocdHealth: string;
  /** The program flux. */
  readonly fluxProgram: string;
  /** A reader of shell scripts that knows POSIX alone. */
  readonly posix: string;
  /** Upstream's reference of talosctl, a page of Markdown, by the minor. */
  readonly talosctl: Readonly<Record<TalosctlMinor, string>>;
  /** Folders with the definitions of what Flux and Argo CD are told. */
  readonly keepers: readonly string[];
}

/** The programs that `run.mjs` built for this run. */
export function judges(): Judges {
  const told = process.env.CONFORMANCE_JUDGES;
  if (told === undefined) throw new Error('nobody built the judges: start with npm run conformance');
  return JSON.parse(told);
}

/** Puts requests to a judge, one a line, and returns its answers, one for each request and in the same order. */
export function ask<A extends { readonly id: string }>(program: string, args: readonly string[], requests: readonly object[]): A[] {
  const input = requests.map((request, i) => `${JSON.stringify({ id: String(i), ...request })}\n`).join('');
  const { stdout, stderr, status, error } = spawnSync(program, args, { input, encoding: 'utf8', maxBuffer: 2 ** 28 });
  if (error !== undefined) throw error;
  if (status !== 0) throw new Error(`${program} ended with ${status}: ${stderr}`);
  const answers = stdout
    .split('\n')
    .filter((line) => line !== '')
    .map((line) => JSON.parse(line) as A);
  if (answers.length !== requests.length || answers.some(({ id }, i) => id !== String(i))) {
    throw new Error(`${program} was asked ${requests.length} times and gave ${answers.length} answers: ${stderr}`);
  }
  return answers;
}
