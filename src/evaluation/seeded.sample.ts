import type { Resampling } from './bootstrap.ts'

/** A small generator of its own (Park and Miller) for tests, so that intervals repeat. */
export function seeded(seed: number): () => number {
  let state = (seed % 2_147_483_646) + 1
  const next = () => {
    state = (state * 48_271) % 2_147_483_647
    return (state - 1) / 2_147_483_646
  }
  // Neighbouring seeds begin alike; some draws later they do not.
  for (let i = 0; i < 16; i++) next()
  return next
}

export const resamplingOf = (seed: number, resamples = 200): Resampling => ({
  random: seeded(seed),
  resamples,
})
