import type { Finding } from '../lib/base';
import { findingsJson, findingsText } from '../lib/report';
import { synthesizeAll } from '../main';
import type { CheckFlags } from './main';
import type { Terminal } from './terminal';

/** `ichor check`: every rule, on the definitions. */
export async function check(names: readonly string[], flags: CheckFlags, terminal: Terminal): Promise<void> {
  const { syntheses, findings } = await synthesizeAll({ directory: terminal.directory, names });
  const clusters = syntheses.map((s) => s.product.cluster);
  if (flags.output === 'json') terminal.out(findingsJson('check', findings, { clusters }));
  else terminal.out(findings.length === 0 ? `${clusters.join(', ')}: nothing found\n` : findingsText(findings, terminal.outColours));
  if (failed(findings, flags.failOn)) terminal.exit(1);
}

/** Whether findings are bad enough for exit code 1. */
export function failed(findings: readonly Finding[], failOn: 'error' | 'warning'): boolean {
  return findings.some((f) => f.severity === 'error' || (failOn === 'warning' && f.severity === 'warning'));
}
