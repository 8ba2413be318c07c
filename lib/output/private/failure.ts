import { type Finding, finding, inDocument } from '../../base';

/** What was being done to a file when the system refused. */
export type Step = 'read' | 'written' | 'removed';

const repairs: Record<string, string> = {
  ENOSPC: 'free space on this disk, then synthesize again',
  EDQUOT: 'free space within your quota, then synthesize again',
  EACCES: 'give yourself permission there, then synthesize again',
  EPERM: 'give yourself permission there, then synthesize again',
  EROFS: 'make the file system writable or synthesize into another folder',
};

/** The finding OUT007 for an error of the file system; any other error is a bug and is thrown again. */
export function failure(error: unknown, file: string, step: Step, consequence: string): Finding {
  const { code, syscall, message } = error as NodeJS.ErrnoException;
  if (typeof code !== 'string' || typeof syscall !== 'string') throw error;
  const reason = message.split(', ')[0];
  return finding('OUT007', inDocument(file), `cannot be ${step} (${reason}); ${consequence}`, {
    repair: repairs[code] ?? 'repair that, then synthesize again',
  });
}
