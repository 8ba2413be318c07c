import { readFileSync } from 'node:fs';
import { join } from 'node:path';

/** The release of a Go module that a judge is made of, as its `go.mod` says. */
function pinned(folder: string, module: string): string {
  const text = readFileSync(join(__dirname, folder, 'go.mod'), 'utf8');
  const release = new RegExp(`^(?:require |\t)${module} v(\\S+)`, 'm').exec(text)?.[1];
  if (release === undefined) throw new Error(`${folder}/go.mod doesn't require ${module}`);
  return release;
}

const talos = (minor: string) => pinned(`talos/v${minor}`, 'github.com/siderolabs/talos/pkg/machinery');
const fluxcd = (controller: string) => pinned(`gitops/pins/${controller}`, `github.com/fluxcd/${controller}`);
const cilium = (minor: string) => pinned(`cilium/v${minor}`, 'github.com/cilium/cilium');

const talosctl = (minor: string) => pinned(`commands/talosctl/v${minor}`, 'github.com/siderolabs/talos');

/** The releases that judge; by minor where there are several. */
export const pins = {
  talos: { '1.12': talos('1.12'), '1.13': talos('1.13'), '1.14': talos('1.14') },
  talosctl: { '1.13': talosctl('1.13'), '1.14': talosctl('1.14') },
  cilium: { '1.19': cilium('1.19') as `1.19.${string}`, '1.20': cilium('1.20') as `1.20.${string}` },
  helm: pinned('helm', 'helm.sh/helm/v4'),
  kubernetes: pinned('kubernetes', 'k8s.io/kubernetes'),
  imageFactory: pinned('schematic', 'github.com/siderolabs/image-factory'),
  flux: {
    'source-controller': fluxcd('source-controller'),
    'kustomize-controller': fluxcd('kustomize-controller'),
    'helm-controller': fluxcd('helm-controller'),
  },
  fluxProgram: pinned('commands/flux', 'github.com/fluxcd/flux2/v2'),
  argocd: pinned('gitops/pins/argo-cd', 'github.com/argoproj/argo-cd/v3'),
} as const;

/** A minor of Talos that there is a judge for. */
export type TalosMinor = keyof typeof pins.talos;

/** A minor of Talos whose talosctl is known. */
export type TalosctlMinor = keyof typeof pins.talosctl;

/** A minor of Cilium that there is a chart for. */
export type CiliumMinor = keyof typeof pins.cilium;

/** The minor of a release. */
export function minorOf<M extends TalosMinor | CiliumMinor>(release: string): M {
  return release.split('.', 2).join('.') as M;
}
