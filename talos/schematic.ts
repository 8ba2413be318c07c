import { digest, type JsonObject } from '../lib/base';
import { byKey } from './private/go-yaml/keys';
import type { Node } from './private/go-yaml/node';
import { goYaml } from './private/go-yaml/writer';

/** What a board needs beside the image that all computers boot. */
export interface Overlay {
  readonly name: string;
  readonly image: string;
  readonly options?: Readonly<Record<string, string>>;
}

/** What an image is made of beside Talos itself, for Image Factory. */
export interface Schematic {
  readonly overlay?: Overlay;
  readonly extraKernelArgs?: readonly string[];
  /** Another order is another schematic. */
  readonly officialExtensions?: readonly string[];
}

/**
 * The schematic as the factory takes it, by `POST /schematics`; it serves no image of a schematic that it was never given.
 *
 * @see https://github.com/siderolabs/image-factory/blob/v1.2.0/docs/api.md
 */
export function schematicDocument({ overlay, extraKernelArgs = [], officialExtensions = [] }: Schematic): JsonObject {
  return {
    ...(overlay === undefined
      ? {}
      : { overlay: { image: overlay.image, name: overlay.name, ...(overlay.options === undefined ? {} : { options: overlay.options }) } }),
    customization: {
      ...(extraKernelArgs.length === 0 ? {} : { extraKernelArgs }),
      ...(officialExtensions.length === 0 ? {} : { systemExtensions: { officialExtensions } }),
    },
  };
}

/** The id that the factory gives a schematic: the hash of its own spelling of it. */
export function schematicId(schematic: Schematic): string {
  return digest(canonicalText(schematic));
}

/**
 * The schematic byte for byte as the factory writes it.
 *
 * @see github.com/siderolabs/image-factory v1.2.0 pkg/schematic/schematic.go (Marshal)
 */
export function canonicalText({ overlay, extraKernelArgs = [], officialExtensions = [] }: Schematic): string {
  const { image = '', name = '', options = {} } = overlay ?? {};
  const sorted = Object.entries(options)
    .map(([key, value]): [string, string] => [wellFormed(key), wellFormed(value)])
    .sort(([a], [b]) => byKey(a, b));
  const named = image !== '' || name !== '' || sorted.length > 0;
  const customization = new Map<string, Node>([
    ...present('extraKernelArgs', extraKernelArgs.map(wellFormed)),
    ...(officialExtensions.length === 0 ? [] : [systemExtensions(officialExtensions)]),
  ]);
  return goYaml(
    new Map<string, Node>([
      ...(named ? [['overlay', overlayNode(wellFormed(image), wellFormed(name), sorted)] as const] : []),
      ['customization', customization],
    ]),
  );
}

/** Image Factory, to which schematics are posted, and which serves images of them. */
export const factory = 'https://factory.talos.dev';

/** The image from which a machine with this schematic is installed, and upgraded. */
export function installerImage(schematicId: string, talosVersion: string): string {
  return `${new URL(factory).host}/metal-installer/${schematicId}:v${talosVersion}`;
}

/** What a machine boots from for the first time: written to the board's card or disk, or to a stick. */
export type BootImage = 'metal-arm64.raw.xz' | 'metal-amd64.raw.xz' | 'metal-arm64.iso' | 'metal-amd64.iso';

/** Where the factory has the image that a machine boots from for the first time. */
export function bootImageUrl(schematicId: string, talosVersion: string, image: BootImage): string {
  return `${factory}/image/${schematicId}/v${talosVersion}/${image}`;
}

function overlayNode(image: string, name: string, options: readonly [string, string][]): Node {
  return new Map<string, Node>([
    ['image', image],
    ['name', name],
    ...(options.length === 0 ? [] : [['options', new Map(options)] as const]),
  ]);
}

function systemExtensions(officialExtensions: readonly string[]): [string, Node] {
  return ['systemExtensions', new Map(present('officialExtensions', officialExtensions.map(wellFormed)))];
}

function present(key: string, list: readonly string[]): [string, Node][] {
  return list.length === 0 ? [] : [[key, list]];
}

/** Half a character can't be written in UTF-8: a replacement character stands for it. */
function wellFormed(text: string): string {
  return text.replace(/\p{Surrogate}/gu, '\ufffd');
}
