/**
 * fast-check with a seed of its own: property tests see the same examples in every run, so that a landing does not hang
 * on luck. `npm run fuzz` has them see others.
 */
import fc from 'fast-check';

fc.configureGlobal({ seed: Number(process.env.FUZZ_SEED ?? 20241024) });

export default fc;
