import { hasErrors } from '../lib/base';
import { clusterFiles } from '../lib/input';
import { doctorJson, doctorText, findingsText, isReady } from '../lib/report';
import { examine } from '../lib/run';
import { modelOf } from './definitions';
import type { DoctorFlags } from './main';
import { needsOf } from './needs';
import type { Terminal } from './terminal';

/** `ichor doctor`: whether this machine has what is needed, in general and for one cluster; changes nothing. */
export async function doctor(name: string | undefined, flags: DoctorFlags, terminal: Terminal): Promise<void> {
  const defined = clusterFiles(terminal.directory);
  const chosen = name ?? (defined.length === 1 ? defined[0] : undefined);
  const { model, findings } = chosen === undefined ? { model: undefined, findings: [] } : await modelOf(chosen, terminal.directory);
  terminal.err(findingsText(findings, terminal.errColours));
  if (chosen === undefined && defined.length > 1) terminal.err(`Name one of ${defined.join(', ')} to see what it needs as well.\n`);
  const rows = await examine(needsOf(model));
  terminal.out(flags.output === 'json' ? doctorJson(rows, model?.name) : doctorText(rows, terminal.outColours));
  if (hasErrors(findings) || !isReady(rows)) terminal.exit(1);
}
