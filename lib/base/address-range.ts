import { type Cidr, parseAddress } from './cidr';

/** IPv4 addresses from the first to the last. */
export interface AddressRange {
  readonly first: string;
  readonly last: string;
}

/** Whether two ranges share an address; what isn't written in addresses shares none. */
export function rangesOverlap(a: AddressRange, b: AddressRange): boolean {
  const [first, last, from, to] = [a.first, a.last, b.first, b.last].map((text) => parseAddress(text)?.value);
  if (first === undefined || last === undefined || from === undefined || to === undefined) return false;
  return first <= to && from <= last;
}

/** Whether every address of the range is in the block. */
export function rangeWithin({ first, last }: AddressRange, block: Cidr): boolean {
  const [from, to] = [parseAddress(first)?.value, parseAddress(last)?.value];
  return from !== undefined && to !== undefined && from >= block.first && to <= block.last;
}
