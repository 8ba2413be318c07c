import type { Case } from './case';
import { gitOpsCases } from './cases/gitops';
import { machineCases } from './cases/machine';
import { metalCases } from './cases/metal';
import { networkCases } from './cases/network';
import { policyCases } from './cases/policies';
import { variant } from './cases/variant';
import { wayInCases } from './cases/ways-in';
import { workloadCases } from './cases/workloads';

/** The definition that is committed: its product is what stands in `dist/`. */
export const committed = variant('joelclaw as committed', {});

/** Every definition that upstream judges. */
export const cases: readonly Case[] = [
  committed,
  ...gitOpsCases,
  ...machineCases,
  ...metalCases,
  ...networkCases,
  ...policyCases,
  ...wayInCases,
  ...workloadCases,
];
