import { type AddressRange, formatAddress, parseAddress, parseCidr } from '../../base';
import type { Context } from './context';

/** A range of IPv4 addresses, with the block that it was written as. */
export interface ParsedRange extends AddressRange {
  readonly cidr?: string;
}

/** Reads `192.168.1.100-192.168.1.199`, or a block in prefix notation; what is neither is reported. */
export function resolveRange(context: Context, path: string, text: string): ParsedRange | undefined {
  const example = "write it as '192.168.1.240-192.168.1.249', or as '192.168.1.240/28'";
  if (text.includes('/')) {
    const cidr = parseCidr(text);
    if (cidr === undefined) context.add('NET007', path, `'${text}' is not a range of addresses`, { repair: example });
    else if (cidr.family !== 4) context.add('NET002', path, `'${text}' is IPv6, and the network of the nodes is IPv4`, { repair: example });
    else if (cidr.canonical !== text) context.add('NET004', path, `'${text}' has host bits set`, { repair: `write '${cidr.canonical}'` });
    else return { first: formatAddress(4, cidr.first), last: formatAddress(4, cidr.last), cidr: text };
    return undefined;
  }
  const [from, to, ...rest] = text.split('-').map((part) => part.trim());
  const [first, last] = [parseAddress(from ?? ''), parseAddress(to ?? '')];
  if (first?.family !== 4 || last?.family !== 4 || rest.length > 0) {
    context.add('NET007', path, `'${text}' is not a range of IPv4 addresses`, { repair: example });
    return undefined;
  }
  if (first.value > last.value) {
    context.add('NET007', path, `'${text}' ends before it begins`, { repair: `write '${to}-${from}'` });
    return undefined;
  }
  return { first: from as string, last: to as string };
}
