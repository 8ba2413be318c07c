import type { NodeCounts, PlatformModel } from '../model';
import type { Context } from './context';
import { resolveDocker } from './docker';
import { resolveMetal } from './metal';

/** Checks the platform and derives its addresses and nodes. */
export function resolvePlatform(context: Context): { platform: PlatformModel; nodes: NodeCounts } {
  const { platform } = context.definition;
  return platform.kind === 'docker' ? resolveDocker(context, platform.options) : resolveMetal(context, platform.options);
}
