import { fileURLToPath } from 'node:url'
import type { Book } from '../src/book/book.ts'
import { calibrate } from '../src/detection/calibrate.ts'
import { columnsFor } from '../src/detection/fields.ts'
import { type CardEvidence, gatherEvidence, publishedWeights, weighAll } from '../src/detection/fit/cards.ts'
import { fitCards } from '../src/detection/fit/fit.ts'
import { modelOf } from '../src/detection/fit/model.ts'
import { openPool } from '../src/detection/pool.ts'
import { fieldsOf } from '../src/detection/program.ts'
import { boostedTrees } from '../src/evaluation/boosted-trees.ts'
import { type Candidate, candidatesOf } from '../src/evaluation/candidates.ts'
import { pairKey } from '../src/evaluation/line.ts'
import { readPack } from '../src/typology/pack.ts'
import type { Plan } from '../src/typology/plan.ts'
import { substream } from '../src/world/random.ts'
import { lookedAtShares, qualityOf, type Scores } from './account-ranking.ts'
import { isThere, openBank, openWhole, type Whole } from './amlgentex-books.ts'
import { type Bench, mean } from './result.ts'

const examplePack = fileURLToPath(new URL('./packs/laundering/', import.meta.url))
const python = '/usr/bin/python3'

/**
 * How well cards that an institution could write for itself find the laundering in a set that others generated: eight banks
 * each with its own payments alone, and all payments in one book. Accounts are ranked by the card's evidence, by
 * weights fitted to labels of other accounts, and by gradient-boosted trees over the same indicators, also of other accounts.
 */
export async function amlgentex(bench: Bench): Promise<void> {
  const { dataFrom, say, seeds, options } = bench
  if (!isThere(dataFrom)) {
    say(
      `amlgentex: ${dataFrom} has no accounts.csv and tx_log.parquet. Name their folder with --data-from DIR.`,
    )
    return
  }
  const whole = await openWhole(dataFrom, say)
  const { plans, problems } = await readPack(examplePack)
  if (problems.length > 0) throw new Error(`${examplePack} is not sound`)
  const pooled = await look(whole.book, plans, options.threads!)
  const own: Seen[] = []
  for (const bank of whole.customersOf.keys()) {
    say(bank)
    const book = await openBank(bank)
    own.push(await look(book, plans, options.threads!))
  }
  const ways: readonly (readonly [string, readonly Seen[]])[] = [
    ['own payments, own labels', own],
    ['own payments, labels of all', [together(own)]],
    ['payments of all, labels of all', [pooled]],
  ]
  for (const [name, seen] of ways) {
    const unfitted = joined(seen.map(({ evidence }) => weighed(evidence)))
    report(bench, whole, `unfitted, ${name}`, [unfitted])
    say(`fitting: ${name}`)
    const fitted = seeds.map(seed => joined(seen.map(each => fittedScores(each, whole, seed))))
    report(bench, whole, `fitted, ${name}`, fitted)
    const trees: Scores[] = []
    for (const seed of seeds) {
      const parts: Scores[] = []
      for (const each of seen) parts.push(await treeScores(each, whole, seed, say))
      trees.push(joined(parts))
    }
    if (trees.some(({ size }) => size > 0)) report(bench, whole, `XGBoost, ${name}`, trees)
  }
}

/** What the card sees of every account in a book. */
interface Seen {
  readonly evidence: CardEvidence
  readonly candidates: readonly Candidate[]
}

/** The card about other people's accounts only informs the one about own accounts. */
const isOfAccount = ({ typology }: { readonly typology: string }) => typology === 'account-for-laundering'

/** Closes the book. */
async function look(book: Book, plans: readonly Plan[], threads: number): Promise<Seen> {
  const history = await book.scan(columnsFor(fieldsOf(plans)))
  book.close()
  const plan = plans.find(isOfAccount)!
  const pool = openPool(history, plans, threads)
  // One alert a month for each thousand customers: it decides who stands out when the network is looked at.
  const calibration = await calibrate(pool, { budget: history.customerCount / 1_000 })
  const evidence = await gatherEvidence(pool, calibration, new Map(), Number.POSITIVE_INFINITY)
  const candidates = (await candidatesOf(pool)).filter(isOfAccount).map(candidate => ({ ...candidate, plan }))
  await pool.close()
  return { evidence: evidence.find(isOfAccount)!, candidates }
}

/** As if the banks shared what weights are fitted to, each measured among its own customers. */
function together(seen: readonly Seen[]): Seen {
  const all = seen.map(({ evidence }) => evidence)
  const vectors = all.map(each => each.vectors)
  const evidence: CardEvidence = {
    ...all[0]!,
    customers: all.reduce((sum, { customers }) => sum + customers, 0),
    ids: all.flatMap(({ ids }) => ids),
    vectors: {
      entities: Uint32Array.from(vectors.flatMap(each => [...each.entities])),
      payments: Uint32Array.from(vectors.flatMap(each => [...each.payments])),
      evidence: Float64Array.from(vectors.flatMap(each => [...each.evidence])),
      bans: Float64Array.from(vectors.flatMap(each => [...each.bans])),
    },
  }
  return { evidence, candidates: seen.flatMap(({ candidates }) => candidates) }
}

function weighed(card: CardEvidence): Scores {
  const { scores } = weighAll(card, publishedWeights(card.families))
  return new Map(card.ids.map((id, row) => [id, scores[row]!]))
}

/** Log-odds of each account, from weights that did not see it. */
function fittedScores({ evidence }: Seen, { sought }: Whole, seed: number): Scores {
  const labels = new Map(
    evidence.ids.map(id => [
      id,
      { target: sought.has(id) ? (1 as const) : (0 as const), weight: 1, decidedAt: 0 },
    ]),
  )
  const model = modelOf([{ ...evidence, labels }])
  const fit = fitCards(model, { cut: Number.POSITIVE_INFINITY, random: substream(seed, 'amlgentex') })
  return new Map(fit.decisions.map(({ id }, i) => [id, fit.outOfFold[i]!]))
}

async function treeScores(
  { candidates }: Seen,
  { sought }: Whole,
  seed: number,
  say: Bench['say'],
): Promise<Scores> {
  const isTrue = new Set(candidates.filter(({ subject_id }) => sought.has(subject_id)).map(pairKey))
  const trees = await boostedTrees(candidates, isTrue, { python, seed, random: substream(seed, 'trees') })
  if (trees.kind === 'absent') {
    say(`no gradient-boosted trees: ${trees.reason}`)
    return new Map()
  }
  return new Map(trees.scored.map(({ pair, score }) => [pair.subject_id, score]))
}

const joined = (parts: readonly Scores[]): Scores => new Map(parts.flatMap(part => [...part]))

/** Means over the seeds. */
function report(
  bench: Bench,
  { customersOf, sought }: Whole,
  name: string,
  rankings: readonly Scores[],
): void {
  const qualities = rankings.map(scores => qualityOf(scores, customersOf, sought))
  const add = (what: string, unit: string, values: readonly number[]) =>
    bench.report({
      name: `${what}, ${name}`,
      value: mean(values),
      unit,
      baseline_name: null,
      baseline_value: null,
      ratio: null,
      n: sought.size,
    })
  add('average precision', 'mean precision', qualities.map(each => each.averagePrecision)) // biome-ignore format: one line
  for (const share of lookedAtShares) {
    const at = qualities.map(({ atShares }) => atShares.get(share)!)
    add(`recall at ${share * 100} %`, 'of those sought', at.map(({ recall }) => recall)) // biome-ignore format: one line
    add(`precision at ${share * 100} %`, 'of those looked at', at.map(({ precision }) => precision)) // biome-ignore format: one line
  }
}
