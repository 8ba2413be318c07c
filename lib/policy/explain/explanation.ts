import type { Verdict } from '../decide/decide';
import type { AskedPort } from './asked-port';
import type { Change } from './change';
import type { Openings } from './open-ports';
import type { Peer } from './peer';
import type { Side } from './side';

/** Who asks for whom, and which ports; without ports, for all that are open. */
export interface ExplainQuestion {
  readonly client: Peer;
  readonly server: Peer;
  readonly ports?: readonly AskedPort[];
}

/** A connection with its verdict, and why; of ends that policies tell apart there is one for each answer. */
export interface Connection {
  /** Those at the client's end of whom this is true. */
  readonly clients: readonly string[];
  readonly servers: readonly string[];
  readonly protocol: AskedPort['protocol'];
  /** Of ICMP the type, and 0 of protocols without ports. */
  readonly port: number;
  /** The port as people write it: `TCP 6379`. */
  readonly asked: string;
  readonly verdict: Verdict;
  readonly egress: Side;
  readonly ingress: Side;
  /** What would open a connection that is denied. */
  readonly change?: Change;
}

/** The answer to a question. */
export interface Explanation {
  readonly client: string;
  readonly server: string;
  /** What all connections together come to; nothing where they differ, or no port was asked for. */
  readonly verdict?: Verdict;
  /** What somebody who asks so should know. */
  readonly notes: readonly string[];
  /** For each port that is asked for, who reaches it and who doesn't. */
  readonly connections: readonly Connection[];
  /** Where no port is asked for, which are open. */
  readonly openings: readonly Openings[];
}
