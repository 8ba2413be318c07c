import { execFile } from 'node:child_process';
import { existsSync, readdirSync, readFileSync, statSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { ciliumRelease, type GitOpsModel, gatewayApi, type Model } from '../../lib/model';
import { type CiliumMinor, minorOf, pins } from '../pins';
import { judges } from '../suite/support/judges';
import { loopback } from './ports';

/** What `apply.sh` would take from the network, from modules of the same releases, on the loopback address. */
export interface Sources {
  /** Where each address is served instead. */
  readonly instead: ReadonlyMap<string, string>;
  close(): void;
}

/** Serves Cilium's chart and the definitions of the Gateway API that a cluster needs; archives are made in `folder`. */
export async function serveSources(model: Model, folder: string): Promise<Sources> {
  const cilium = model.network.cilium;
  const texts = new Map<string, string | Buffer>();
  const addresses: string[] = [];
  if (cilium !== undefined) {
    const minor = minorOf<CiliumMinor>(cilium.version);
    const archive = `cilium-${cilium.version}.tgz`;
    const entry = { apiVersion: 'v2', name: 'cilium', version: cilium.version, urls: [archive] };
    addresses.push(ciliumRelease.repository);
    texts.set(`${ciliumRelease.repository}/index.yaml`, JSON.stringify({ apiVersion: 'v1', entries: { cilium: [entry] } }));
    texts.set(`${ciliumRelease.repository}/${archive}`, readFileSync(await packed(minor, cilium.version, folder)));
    for (const [address, text] of gatewayApiFiles(minor)) {
      addresses.push(address);
      texts.set(address, text);
    }
  }
  if (model.gitops !== undefined) {
    addresses.push(model.gitops.install);
    texts.set(model.gitops.install, installOf(model.gitops));
  }
  const server = createServer(({ url = '' }, response) => {
    const text = texts.get(`https:/${url}`);
    response.writeHead(text === undefined ? 404 : 200).end(text);
  });
  await new Promise<void>((resolve, reject) => {
    server.on('error', reject);
    server.listen(0, loopback, resolve);
  });
  // Nothing else may keep the process of the test alive.
  server.unref();
  const base = `http://${loopback}:${(server.address() as AddressInfo).port}`;
  return {
    instead: new Map(addresses.map((address) => [address, address.replace('https:/', base)])),
    close: () => {
      server.close();
      server.closeAllConnections();
    },
  };
}

/** The chart of a minor as its repository would have it, under the release that the definition names. */
async function packed(minor: CiliumMinor, version: string, folder: string): Promise<string> {
  const { helm, chart } = judges();
  // Helm keeps caches and settings in the home folder.
  const env = { HOME: folder };
  await promisify(execFile)(helm, ['package', chart[minor], '--version', version, '--destination', folder], { env });
  return join(folder, `cilium-${version}.tgz`);
}

function gatewayApiFiles(minor: CiliumMinor): [address: string, text: string][] {
  const release = gatewayApi[minor];
  const paths = judges().gatewayApi[minor];
  if (release?.files.length !== paths.length)
    throw new Error(`the files of Gateway API for Cilium ${minor} are others than those of build.mjs`);
  return release.files.map((address, i) => {
    const text = textAt(paths[i] as string);
    const bundle = `gateway.networking.k8s.io/bundle-version: ${release.version}`;
    if (!text.includes(bundle)) throw new Error(`${paths[i]} is not of Gateway API ${release.version}`);
    return [address, text];
  });
}

/** What upstream's manifests install, as far as anything waits for it: Argo CD's as they are, Flux' of those of its controllers. */
function installOf({ tool, namespace, version }: GitOpsModel): string {
  const { keepers } = judges();
  if (tool === 'argocd') {
    if (version !== pins.argocd) throw new Error(`there are manifests of Argo CD ${pins.argocd}, and none of ${version}`);
    return keepers
      .map((folder) => join(folder, '..', 'install.yaml'))
      .filter((file) => existsSync(file))
      .map(textAt)
      .join('\n---\n');
  }
  const controllers = keepers.map((folder) => join(folder, '..', '..', 'manager', 'deployment.yaml')).filter((file) => existsSync(file));
  const placed = controllers.map((file) => textAt(file).replace(/^metadata:\n/m, `metadata:\n  namespace: ${namespace}\n`));
  const kinds = keepers.filter((folder) => !existsSync(join(folder, '..', 'install.yaml'))).flatMap((folder) => definitionsIn(folder));
  return [`apiVersion: v1\nkind: Namespace\nmetadata:\n  name: ${namespace}\n`, ...kinds, ...placed].join('\n---\n');
}

function definitionsIn(folder: string): string[] {
  const files = readdirSync(folder).filter((name) => name.endsWith('.yaml') && name !== 'kustomization.yaml');
  return files.sort().map((name) => readFileSync(join(folder, name), 'utf8'));
}

/** The text of a file, or of all files of a folder. */
function textAt(path: string): string {
  if (!statSync(path).isDirectory()) return readFileSync(path, 'utf8');
  return readdirSync(path)
    .sort()
    .map((name) => readFileSync(join(path, name), 'utf8'))
    .join('\n---\n');
}
