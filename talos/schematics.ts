import { compareText } from '../lib/base';
import type { Machine, MetalModel, NodeModel } from '../lib/model';
import { type BootImage, type Schematic, schematicId } from './schematic';

/**
 * What Image Factory makes the images of a machine of.
 *
 * @see https://github.com/siderolabs/sbc-raspberrypi
 */
export function machineSchematic(machine: Machine): Schematic {
  const { extensions = [], kernelArguments = [] } = machine.options;
  const customization = {
    ...(kernelArguments.length === 0 ? {} : { extraKernelArgs: kernelArguments }),
    ...(extensions.length === 0 ? {} : { officialExtensions: [...new Set(extensions)].sort(compareText) }),
  };
  if (machine.kind === 'generic') return customization;
  const { configTxtAppend } = machine.options;
  const options = configTxtAppend === undefined ? {} : { options: { configTxtAppend } };
  return { overlay: { name: 'rpi_5', image: 'siderolabs/sbc-raspberrypi', ...options }, ...customization };
}

/** Images that nodes of a cluster boot from and are installed from. */
export interface NodeImages {
  /** Part of the file's name: `raspberry-pi-5`, `amd64`. */
  readonly name: string;
  readonly schematic: Schematic;
  readonly id: string;
  readonly bootImage: BootImage;
  /** Whoever needs them. */
  readonly nodes: readonly NodeModel[];
}

/**
 * The images of a cluster, one for each kind of machine and schematic, sorted by name. A name is of what the images are made
 * of: the kind, the extensions where that doesn't tell two from each other, and the beginning of the id where neither does.
 */
export function nodeImages({ nodes }: MetalModel): readonly NodeImages[] {
  const images = new Map<string, Omit<NodeImages, 'name' | 'nodes'> & { names: readonly string[]; nodes: NodeModel[] }>();
  for (const node of nodes) {
    const schematic = machineSchematic(node.machine);
    const id = schematicId(schematic);
    const kind = node.machine.kind === 'generic' ? node.architecture : node.machine.kind;
    const others = images.get(`${kind} ${id}`);
    if (others !== undefined) others.nodes.push(node);
    else images.set(`${kind} ${id}`, { names: names(kind, schematic, id), schematic, id, bootImage: bootImageOf(node), nodes: [node] });
  }
  const all = [...images.values()];
  const isTaken = (name: string, level: number) => all.filter(({ names }) => names[level] === name).length > 1;
  return all
    .map(({ names, ...image }) => ({ ...image, name: names.find((name, level) => !isTaken(name, level)) ?? image.id }))
    .sort((a, b) => compareText(a.name, b.name));
}

/** Ever longer. */
function names(kind: string, { officialExtensions = [] }: Schematic, id: string): readonly string[] {
  const extended = [kind, ...officialExtensions.map((extension) => extension.replace(/^.*\//, ''))].join('-');
  return [kind, extended, `${extended}-${id.slice(0, 8)}`];
}

/** A board's image is written to the card that it stays on; a computer boots from a stick, and Talos installs itself on its disk. */
function bootImageOf({ machine, architecture }: NodeModel): BootImage {
  return machine.kind === 'raspberry-pi-5' ? 'metal-arm64.raw.xz' : `metal-${architecture}.iso`;
}
