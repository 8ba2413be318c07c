/** Cilium takes no more ports, or types of ICMP, in one list. */
export const mostPorts = 40;

/** The reason as Cilium gives it. */
export function refused(reason: string): string {
  return `Cilium refuses this policy: ${reason}`;
}
