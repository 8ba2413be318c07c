import { isolation } from './isolation';
import { peers } from './peers';
import { proxy } from './proxy';
import { tiers } from './tiers';
import type { Tricky } from './tricky';

/** Everything that is easily got wrong, by concern. */
export const table: Readonly<Record<string, readonly Tricky[]>> = { isolation, peers, proxy, tiers };
