import type { Protocol } from '../../lib/base';

/** An end of a connection that Hubble saw. */
export interface SeenEnd {
  readonly address: string;
  /** The namespace of its pod; absent where it is no pod. */
  readonly namespace?: string;
  readonly pod?: string;
  /** The name of the workload that the pod is of. */
  readonly workload?: string;
  /** With their sources: `k8s:app=redis`, `reserved:world`. */
  readonly labels: readonly string[];
  /** Host names by which the other end asked for it. */
  readonly names: readonly string[];
}

/** Connections that Hubble saw, those of the same ends and the same port together; answers to them are no connections. */
export interface SeenFlow {
  readonly from: SeenEnd;
  readonly to: SeenEnd;
  /** Of the destination. */
  readonly port: number;
  readonly protocol: Protocol;
  /** `denied` only by policies; `audited` passed, and would have been denied without the agent's audit mode. */
  readonly verdict: 'passed' | 'denied' | 'audited';
  /** How many packets of connections were reported; the agent reports some of each. */
  readonly count: number;
  /** When the first and the last were seen, as Hubble writes times: `2026-11-23T04:18:52.123456789Z`. */
  readonly first: string;
  readonly last: string;
}

/** What was seen, and when. */
export interface Seen {
  readonly flows: readonly SeenFlow[];
  /** The times of the first and the last event; absent without any. */
  readonly window?: { readonly from: string; readonly to: string };
  /** How many events there were. */
  readonly events: number;
  /** How many events Hubble, or who listened, says to have lost. */
  readonly lost: number;
}
