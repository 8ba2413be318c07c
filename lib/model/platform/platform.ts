import type { DockerPlatform } from './docker';
import type { MetalPlatform } from './metal';

/** Where a cluster runs: one platform, since nodes of several could not reach each other. */
export type Platform = DockerPlatform | MetalPlatform;
