import { createHash } from 'node:crypto';
import type { Json } from '../lib/base';
import { layout, type Model, resolve } from '../lib/model';
import { render } from '../lib/output';
import { synthesize } from '../synthesize';
import type { Case } from './case';
import { type CiliumMinor, minorOf, type TalosMinor } from './pins';

/** A file of the output as it would be written. */
export interface Text {
  readonly path: string;
  readonly text: string;
  /** What the text was made of. */
  readonly documents: readonly Json[];
}

/** A machine of a case, and the patches that it gets, in their order. */
export interface Machine {
  /** The cluster's name for the one container of Docker, the node's on metal. */
  readonly name: string;
  readonly type: 'controlplane' | 'worker';
  readonly mode: 'container' | 'metal';
  readonly patches: readonly [Text, ...Text[]];
}

/** What of a case goes before which judge, byte for byte as it stands in the output. */
export interface Judged {
  readonly model: Model;
  readonly talos: TalosMinor;
  /** The patch for control planes. */
  readonly patch: Text;
  /** Every machine with its patches. */
  readonly machines: readonly Machine[];
  /** The chart's minor and the values; absent without Cilium. */
  readonly chart?: { readonly minor: CiliumMinor; readonly values: Text };
  readonly objects: readonly Text[];
  /** What Flux or Argo CD are told; none where neither keeps the cluster. */
  readonly gitOps: readonly Text[];
  /** What Image Factory makes images of; none for containers. */
  readonly schematics: readonly Text[];
  /** YAML files that no judge sees: there may be none. */
  readonly unjudged: readonly string[];
}

const known = new WeakMap<Case, Judged>();

/** Synthesizes a case, once; one with an error has nothing to judge, and throws. */
export function judged(c: Case): Judged {
  const input = known.get(c) ?? synthesized(c);
  known.set(c, input);
  return input;
}

/** The cases that can be judged: of the others, each test that asks for it says what is wrong. */
export function judgeable(cases: readonly Case[]): Case[] {
  return cases.filter((c) => {
    try {
      return judged(c);
    } catch {
      return false;
    }
  });
}

function synthesized({ name, cluster }: Case): Judged {
  const definedIn = `clusters/${cluster.definition.name}.ts`;
  const { product, findings } = synthesize(cluster, definedIn);
  const errors = findings.filter((f) => f.severity === 'error').map((f) => `${f.id} ${f.message}`);
  const { model } = resolve(cluster, definedIn);
  if (errors.length > 0 || model === undefined) throw new Error(`the case '${name}' doesn't synthesize:\n${errors.join('\n')}`);
  const texts = product.files.flatMap((file): Text[] =>
    file.content.kind === 'documents' ? [{ path: file.path, text: render(file), documents: file.content.documents }] : [],
  );
  const patch = texts.find((t) => t.path === layout.talosPatch(model.name, 'controlplane'));
  if (patch === undefined) throw new Error(`the case '${name}' has no patch for Talos`);
  const machines = machinesOf(model, texts);
  const schematics = texts.filter((t) => t.path.startsWith(`${model.name}/talos/schematic-`));
  const talosFiles = [...machines.flatMap(({ patches }) => patches), ...schematics];
  const values = texts.find((t) => t.path === layout.ciliumValues(model.name));
  const objects = texts.filter((t) => t.path.startsWith(`${model.name}/kubernetes/`));
  const gitOps = texts.filter((t) => /^(flux|argocd)\//.test(t.path.slice(model.name.length + 1)));
  return {
    model,
    talos: minorOf(model.versions.talos),
    patch,
    machines,
    ...(values === undefined || model.network.cilium === undefined
      ? {}
      : { chart: { minor: minorOf(model.network.cilium.version), values } }),
    objects,
    gitOps,
    schematics,
    unjudged: texts
      .filter((t) => !talosFiles.includes(t) && t !== values && !objects.includes(t) && !gitOps.includes(t))
      .map((t) => t.path),
  };
}

function machinesOf({ name, platform }: Model, texts: readonly Text[]): Machine[] {
  const at = (path: string) => {
    const text = texts.find((t) => t.path === path);
    if (text === undefined) throw new Error(`there is no ${path}`);
    return text;
  };
  if (platform.kind === 'docker') {
    const machine = { name, type: 'controlplane', mode: 'container' } as const;
    const patch = at(layout.talosPatch(name, 'controlplane'));
    const later = texts.find((t) => t.path === layout.laterPatch(name));
    // A container that was made with the patch, and the same after the part of it that can be applied again.
    return [{ ...machine, patches: [patch] }, ...(later === undefined ? [] : [{ ...machine, patches: [patch, later] } as const])];
  }
  return platform.nodes.map((node): Machine => {
    const type = node.role === 'control-plane' ? 'controlplane' : 'worker';
    return { name: node.name, type, mode: 'metal', patches: [at(layout.talosPatch(name, type)), at(layout.nodePatch(name, node.name))] };
  });
}

/** By what the record knows a text. */
export function sha256(text: string): string {
  return createHash('sha256').update(text).digest('hex');
}
