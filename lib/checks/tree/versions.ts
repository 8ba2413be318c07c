import { type Place, parseVersion } from '../../base';
import type { InputDocument } from '../../input';
import { type Fact, known, unknown } from '../fact';
import { filledIn } from './layers';
import type { Inventory, TalosParts } from './talos';
import { folderOf, type Tree, textAt } from './tree';

/** A release that a file names, as it is written. */
export interface Said {
  readonly text: string;
  readonly at: Place;
}

/** Where Talos' config names the image of an installer. */
const installers = [['machine', 'install', 'image']];
const installerDocuments: Readonly<Record<string, readonly string[]>> = {
  UpgradeConfig: ['image'],
  UnattendedInstallConfig: ['installer', 'image'],
};

/** Where Talos' config names an image that Kubernetes releases. */
const kubernetesImages = [
  ['machine', 'kubelet', 'image'],
  ...['apiServer', 'controllerManager', 'scheduler', 'proxy'].map((part) => ['cluster', part, 'image']),
];
const kubernetesDocuments: Readonly<Record<string, readonly string[]>> = Object.fromEntries(
  ['KubeletConfig', 'KubeAPIServerConfig', 'KubeControllerManagerConfig', 'KubeSchedulerConfig', 'KubeProxyConfig'].map((kind) => [
    kind,
    ['image'],
  ]),
);

/** The release of Talos: what the list of machines or a command says, and else the images of installers. */
export function talosVersion(tree: Tree, parts: TalosParts, commands: readonly Said[], at: Place): Fact<string> {
  const images = imagesOf(parts, installers, installerDocuments);
  return agreed([inventoried(tree, parts, 'talosVersion'), commands, images], 'Talos', at);
}

/** The release of Kubernetes: what the list of machines or a command says, and else the images of its parts. */
export function kubernetesVersion(tree: Tree, parts: TalosParts, commands: readonly Said[], at: Place): Fact<string> {
  const images = imagesOf(parts, kubernetesImages, kubernetesDocuments);
  return agreed([inventoried(tree, parts, 'kubernetesVersion'), commands, images], 'Kubernetes', at);
}

/** What the first of the sources says that says anything; unknown where it says several things. */
function agreed(sources: readonly (readonly Said[])[], what: string, at: Place): Fact<string> {
  const said = sources.find((list) => list.length > 0) ?? [];
  const [first] = said;
  if (first === undefined) return unknown(`no file here says the release of ${what}`, at);
  const releases = said.map(({ text, at: place }) => ({ text: text.replace(/^v/, ''), place }));
  const odd = releases.find(({ text }) => text !== releases[0]?.text);
  if (odd !== undefined) return unknown(`the files say different releases of ${what}, '${releases[0]?.text}' and '${odd.text}'`, odd.place);
  const why = filledIn(first.text) ?? (parseVersion(releases[0]?.text ?? '') === undefined ? `'${first.text}' is no release` : undefined);
  return why === undefined ? known(releases[0]?.text ?? '', first.at) : unknown(why, first.at);
}

function inventoried(tree: Tree, { inventories }: TalosParts, key: string): Said[] {
  return inventories.flatMap((inventory) => {
    const text = textAt(inventory.document.object, key);
    return text === undefined ? [] : [fromEnvironment(tree, inventory, text) ?? { text, at: inventory.document.place(key) }];
  });
}

/**
 * What talhelper puts in for a variable, from the file of variables beside its own.
 *
 * @see https://budimanjojo.github.io/talhelper/latest/guides/#configuring-environment-variables
 */
function fromEnvironment(tree: Tree, { by, document }: Inventory, text: string): Said | undefined {
  const name = /^\$\{(\w+)\}$/.exec(text)?.[1];
  if (by !== 'talhelper' || name === undefined) return undefined;
  const folder = folderOf(document.at.file);
  const files = ['talenv.yaml', 'talenv.sops.yaml', 'talenv.yml', 'talenv.sops.yml'];
  for (const file of files) {
    const environment: InputDocument | undefined = tree.file(folder === '' ? file : `${folder}/${file}`)[0];
    const value = textAt(environment?.object, name);
    if (environment !== undefined && value !== undefined) return { text: value, at: environment.place(name) };
  }
  return undefined;
}

/** The tags of images at these paths of the config, or in documents of these kinds. */
function imagesOf(
  { pieces }: TalosParts,
  paths: readonly (readonly string[])[],
  documents: Readonly<Record<string, readonly string[]>>,
): Said[] {
  return pieces.flatMap(({ layer, only }) => {
    if (only === 'facts') return [];
    const { kind } = layer.value;
    const wanted = kind === undefined ? paths : Object.hasOwn(documents, String(kind)) ? [documents[String(kind)] as string[]] : [];
    return wanted.flatMap((path) => {
      const tag = /:(v?\d+\.\d+\.\d+[^@\s]*)/.exec(textAt(layer.value, ...path) ?? '')?.[1];
      return tag === undefined ? [] : [{ text: tag, at: layer.document.place([...layer.inside, ...path]) }];
    });
  });
}
