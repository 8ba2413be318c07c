import type { Terminal } from '../../../cli/terminal';
import { plain } from '../../../lib/report';
import type { Ended } from './ichor';

/** Runs a verb in this process, in a folder, and says how it ended. */
export async function inProcess(directory: string, verb: (terminal: Terminal) => Promise<void>): Promise<Ended> {
  const ended = { code: 0, stdout: '', stderr: '' };
  await verb({
    directory,
    out: (text) => {
      ended.stdout += text;
    },
    err: (text) => {
      ended.stderr += text;
    },
    outColours: plain,
    errColours: plain,
    exit: (code) => {
      ended.code = code;
    },
  });
  return ended;
}
