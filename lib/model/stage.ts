/**
 * How far policies go: `off` emits none, `observe` emits them with `enableDefaultDeny: false`, so that nothing is denied,
 * `enforce` isolates.
 */
export type Stage = 'off' | 'observe' | 'enforce';

/** Every stage, in the order in which a live cluster goes through them. */
export const stages: readonly Stage[] = ['off', 'observe', 'enforce'];
