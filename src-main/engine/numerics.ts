/**
 * The version of what the engine computes. Raised by every change that moves a score by more than rounding does, so that
 * scores of before are not mixed with those of after.
 */
export const NUMERICS_VERSION = 1
