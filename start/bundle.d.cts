import type { BuildOptions, BuildResult } from 'esbuild';

/** JavaScript, and a hash of it. */
interface Bundle {
  readonly code: string;
  readonly hash: string;
}

/** How TypeScript becomes JavaScript wherever it runs unbuilt. */
export declare const settings: BuildOptions;

type Options = BuildOptions & { readonly absWorkingDir: string };

/** The options with what the cache wants to know. */
export declare function asked<T extends Options>(options: T): T & { bundle: true; write: false; metafile: true };

/** The bundle of these options that is in the cache, if nothing has changed since. */
export declare function kept(kind: string, options: Options): Bundle | undefined;

/**
 * Keeps what esbuild made, unless a source was written after it had begun, and returns it.
 *
 * @param started when it began, in milliseconds since 1970
 */
export declare function keep(
  kind: string,
  options: Options,
  started: number,
  made: BuildResult<{ write: false; metafile: true }>,
): Bundle;
