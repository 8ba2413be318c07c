import { doctorText, isReady } from '../lib/report';
import { examineFor } from '../lib/run';
import type { Chosen } from './chosen-plan';
import { modelOf } from './definitions';
import { needsOf } from './needs';
import type { Terminal } from './terminal';

/** Whether this machine has what a plan needs; what it lacks is said, with what repairs it, before anything is run. */
export async function isReadyFor({ plan }: Chosen, terminal: Terminal): Promise<boolean> {
  const { model } = await modelOf(plan.cluster, terminal.directory);
  const makes = plan.steps.some(({ founds }) => founds === true);
  const rows = await examineFor(needsOf(model), { programs: plan.programs, makes });
  if (isReady(rows)) return true;
  terminal.err(
    doctorText(
      rows.filter(({ state }) => state === 'missing' || state === 'old'),
      terminal.errColours,
    ),
  );
  terminal.err('Nothing was run. ichor doctor looks at everything else as well.\n');
  terminal.exit(1);
  return false;
}
