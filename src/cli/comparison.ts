import type { Book } from '../book/book.ts'
import type { Calibration } from '../detection/calibration.ts'
import { boostedTrees } from '../evaluation/boosted-trees.ts'
import type { Resampling } from '../evaluation/bootstrap.ts'
import { candidatesOf } from '../evaluation/candidates.ts'
import { type Compared, compare, own } from '../evaluation/comparison.ts'
import { ecod } from '../evaluation/ecod.ts'
import { queueOf } from '../evaluation/evaluate.ts'
import type { Missing } from '../evaluation/evaluation.ts'
import { pairKey } from '../evaluation/line.ts'
import { publishedRules, ruledTypologies, rulesCurrency } from '../evaluation/published-rules.ts'
import { byTurns, type Ranking, ranked, unique } from '../evaluation/ranking.ts'
import type { TruthRow } from '../evaluation/truth.ts'
import type { Plan } from '../typology/plan.ts'
import { substream } from '../world/random.ts'
import { withWalk } from './detection.ts'

export interface Comparison {
  readonly compared: Compared
  readonly missing: readonly Missing[]
}

export interface Comparing {
  readonly book: Book
  readonly plans: readonly Plan[]
  readonly calibration: Calibration
  readonly truth: readonly TruthRow[]
  readonly budgets: readonly number[]
  readonly threads: number | undefined
  readonly python: string
  readonly seed: number
  readonly resampling: Resampling
  readonly onProgress: (fraction: number) => void
}

/** Ranks the book's subjects with Lapwing and with its peers: rules, an outlier detector, and trees that are trained on the truth. */
export async function compareDetectors(given: Comparing): Promise<Comparison> {
  const { book, plans, calibration, truth, budgets, seed, resampling } = given
  const { candidates, alerts } = await withWalk(
    { book, plans, until: undefined, threads: given.threads },
    async walk => {
      // Without a cut every subject has its place, not only those that were worth an alert.
      const whole = { ...calibration, cut_bans: Number.NEGATIVE_INFINITY }
      const { alerts } = await walk.detect(whole, undefined, given.onProgress)
      return { alerts, candidates: await candidatesOf(walk.pool) }
    },
  )
  const random = (name: string) => substream(seed, 'evaluate', name)
  const isTrue = new Set(truth.map(pairKey))
  const missing: Missing[] = []
  const rankings: Ranking[] = [{ detector: own, pairs: unique(queueOf(alerts)) }]

  const typologies = new Set([...truth, ...plans].map(each => each.typology))
  if (calibration.home_currency === rulesCurrency) {
    const lists = await publishedRules(book, typologies)
    rankings.push({ detector: 'published rules', pairs: byTurns(lists, random('rules')) })
    const without = [...typologies].filter(typology => !ruledTypologies.has(typology))
    if (without.length > 0) {
      missing.push({
        what: `published rules for ${without.join(', ')}`,
        reason: 'no public source names a figure or category that a rule could be made of',
        remedy: 'compare the rules on the other typologies only',
      })
    }
  } else {
    missing.push({
      what: 'published rules',
      reason: `their amounts are in ${rulesCurrency}, the book counts in ${calibration.home_currency}`,
      remedy: `compare on a book in ${rulesCurrency}`,
    })
  }

  const outliers = [...Map.groupBy(candidates, ({ plan }) => plan).values()].map(ofCard => {
    const scores = ecod(ofCard.map(({ features }) => features))
    return ofCard.map((pair, i) => ({ pair, score: scores[i]! }))
  })
  rankings.push({ detector: 'ECOD', pairs: byTurns(outliers, random('ecod')) })

  const trees = await boostedTrees(candidates, isTrue, {
    python: given.python,
    seed,
    random: random('folds'),
  })
  if (trees.kind === 'scored')
    rankings.push({ detector: 'boosted trees', pairs: ranked(trees.scored, random('trees')) })
  else {
    missing.push({
      what: 'gradient-boosted trees trained on the truth',
      reason: trees.reason,
      remedy: 'install it, or name another interpreter with --python',
    })
  }
  return { compared: compare(rankings, candidates, truth, budgets, resampling), missing }
}
