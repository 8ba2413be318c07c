import type { Case } from './case';
import { machineCases } from './cases/machine';
import { networkCases } from './cases/network';
import { policyCases } from './cases/policies';
import { variant } from './cases/variant';
import { workloadCases } from './cases/workloads';

/** The definition that is committed: its product is what stands in `dist/`. */
export const committed = variant('joelclaw as committed', {});

/** Every definition that upstream judges. */
export const cases: readonly Case[] = [committed, ...machineCases, ...networkCases, ...policyCases, ...workloadCases];
