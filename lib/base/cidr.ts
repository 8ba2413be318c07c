import { Address4, Address6 } from 'ip-address';

/** A block of addresses, as parsed from prefix notation. */
export interface Cidr {
  /** The block in its canonical spelling, host bits cleared: `10.244.0.0/16`. */
  readonly canonical: string;
  readonly family: 4 | 6;
  readonly prefix: number;
  readonly first: bigint;
  readonly last: bigint;
}

/** The address, or `undefined` where the text is none; neither a prefix length nor a zone is part of an address. */
export function parseAddress(text: string): { readonly family: 4 | 6; readonly value: bigint } | undefined {
  if (/[/%]/.test(text)) return undefined;
  if (Address4.isValid(text)) return { family: 4, value: new Address4(text).bigInt() };
  if (text.includes(':') && Address6.isValid(text)) return { family: 6, value: new Address6(text).bigInt() };
  return undefined;
}

/** The block that the text names in prefix notation, or `undefined` where it names none; host bits may be set. */
export function parseCidr(text: string): Cidr | undefined {
  const [address, length, ...rest] = text.split('/');
  if (address === undefined || length === undefined || rest.length > 0 || !/^(0|[1-9]\d{0,2})$/.test(length)) return undefined;
  const parsed = parseAddress(address);
  if (parsed === undefined) return undefined;
  const { family, value } = parsed;
  const bits = family === 4 ? 32 : 128;
  const prefix = Number(length);
  if (prefix > bits) return undefined;
  const size = 1n << BigInt(bits - prefix);
  const first = value - (value % size);
  return { canonical: `${formatAddress(family, first)}/${prefix}`, family, prefix, first, last: first + size - 1n };
}

/** Whether two blocks share an address. */
export function overlaps(a: Cidr, b: Cidr): boolean {
  return a.family === b.family && a.first <= b.last && b.first <= a.last;
}

/** Whether `inner` lies inside `outer`. */
export function contains(outer: Cidr, inner: Cidr): boolean {
  return outer.family === inner.family && outer.first <= inner.first && inner.last <= outer.last;
}

/** The address `n` places after the first of the block, or `undefined` beyond its end. */
export function nthAddress(cidr: Cidr, n: number): string | undefined {
  const value = cidr.first + BigInt(n);
  return value < cidr.first || value > cidr.last ? undefined : formatAddress(cidr.family, value);
}

/** A single address as a block: `10.5.0.1` gives `10.5.0.1/32`. Blocks stay as they are; other text gives `undefined`. */
export function asCidr(text: string): Cidr | undefined {
  const address = parseAddress(text);
  return address === undefined ? parseCidr(text) : parseCidr(`${text}/${address.family === 4 ? 32 : 128}`);
}

/** An address as text, in its canonical spelling. */
export function formatAddress(family: 4 | 6, value: bigint): string {
  return family === 4 ? Address4.fromBigInt(value).correctForm() : Address6.fromBigInt(value).correctForm();
}
