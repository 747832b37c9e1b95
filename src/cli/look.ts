import { plansInUse } from '../casework/weightsFile.ts'
import { loadPlans } from './detection.ts'
import { readIntelligence } from './intelligence.ts'
import { ownVersions } from './present/ownVersions.ts'
import { packProblems } from './present/packProblems.ts'
import type { Terminal } from './terminal/terminal.ts'

type Asked = Parameters<typeof readIntelligence>[0] & {
  readonly packs: readonly string[]
  readonly overlay: string | undefined
  readonly weights: string | undefined
  readonly data: string
}

/**
 * What every look through the book begins with: the packs, whose problems are shown, as published and with the
 * institution's weights; and the intelligence that was given.
 */
export async function beginLook(values: Asked, terminal: Terminal) {
  const loaded = await loadPlans(values.packs, values.overlay, {
    ...values,
    environment: terminal.environment,
  })
  packProblems(loaded.problems, terminal)
  ownVersions(loaded.plans, terminal)
  return {
    published: loaded.plans,
    plans: await plansInUse(loaded.plans, values.data, values.weights),
    sources: loaded.sources,
    intelligence: await readIntelligence(values),
  }
}
