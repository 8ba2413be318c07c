import { configureGlobal } from 'fast-check';

/**
 * fast-check, with the same draws in every run, so that a run that fails does so because of what was changed. With
 * `TEST_SEED=$RANDOM` in the environment it draws others.
 */
export * from 'fast-check';

configureGlobal({ seed: Number(process.env['TEST_SEED'] ?? 1) });
