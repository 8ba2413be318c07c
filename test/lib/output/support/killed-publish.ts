import type * as fs from 'node:fs';
import type { Product } from '../../../../lib/base';
import { type CompareOptions, publish } from '../../../../lib/output';
import { watchMutations } from './faults';

/** What the process is told on its command line. */
export interface KilledPublish {
  readonly dist: string;
  readonly products: readonly Product[];
  readonly options: CompareOptions;
  /** The change to the disk at which the process dies; half of what it writes then is written. */
  readonly dieAt: number;
}

const { dist, products, options, dieAt } = JSON.parse(process.argv[2] as string) as KilledPublish;

watchMutations(require('node:fs') as typeof fs, ({ number, name, args, call }) => {
  if (number !== dieAt) return;
  if (name === 'writeFileSync') {
    const bytes = Buffer.from(args[1] as Uint8Array | string);
    call(args[0], bytes.subarray(0, bytes.length / 2));
  }
  process.kill(process.pid, 'SIGKILL');
});
publish(dist, products, options);
