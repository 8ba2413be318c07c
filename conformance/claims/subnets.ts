import { asCidr, contains, nthAddress, parseCidr } from '../../lib/base';

/** An address of a subnet. */
export function someAddress(subnet: string): string {
  const block = parseCidr(subnet);
  const address = block && nthAddress(block, 77);
  if (address === undefined) throw new Error(`'${subnet}' is no subnet, or a small one`);
  return address;
}

/** Whether an address is of a subnet; what is neither throws. */
export function isWithin(address: string, subnet: string): boolean {
  const [inner, outer] = [asCidr(address), asCidr(subnet)];
  if (inner === undefined || outer === undefined) throw new Error(`'${address}' or '${subnet}' is no address`);
  return contains(outer, inner);
}

/**
 * The addresses that Talos chooses from a node's: those of any subnet, without those of a subnet behind a `!`.
 *
 * @see siderolabs/net FilterIPs
 */
export function chosen(addresses: readonly string[], subnets: readonly string[]): string[] {
  const wanted = subnets.filter((subnet) => !subnet.startsWith('!'));
  const unwanted = subnets.filter((subnet) => subnet.startsWith('!')).map((subnet) => subnet.slice(1));
  const matches = (list: readonly string[]) => (address: string) => list.some((subnet) => isWithin(address, subnet));
  return addresses.filter((address) => matches(wanted)(address) && !matches(unwanted)(address));
}
