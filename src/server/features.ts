import { ANNOTATIONS } from './annotations.js';
import { COMPLETION } from './completion.js';
import type { Feature, WideFeature } from './editing.js';
import { FIXING } from './fixing.js';
import { NAVIGATION, WIDE_NAVIGATION } from './navigation.js';
import { RENAMING } from './renaming.js';

/** What the server answers about files, each where it is written. */
export const FEATURES: readonly Feature[] = [...COMPLETION, ...RENAMING, ...NAVIGATION, ...ANNOTATIONS, ...FIXING];

export const WIDE_FEATURES: readonly WideFeature[] = [...WIDE_NAVIGATION];
