import type { ComparisonLine } from '../../detection/fit/compare.ts'
import type { Proportion } from '../../detection/fit/proportion.ts'
import type { Reliability } from '../../detection/fit/reliability.ts'
import type { Missed, Stratum } from '../../detection/fit/sampling.ts'
import type { Teaching } from '../../detection/fit/teaching.ts'
import type { CardWeights, FamilyWeight, Weights } from '../../detection/fit/weights.ts'
import { counted, grouped } from '../terminal/numbers.ts'
import { table } from '../terminal/table.ts'
import type { Terminal } from '../terminal/terminal.ts'
import { wrap } from '../terminal/width.ts'

/** What outcomes taught, in words, tables and pictures for the terminal. */

/** Which weights moved and by how much, which did not and why, and how well probabilities held. */
export function weightsInWords(weights: Weights, { width, paint }: Terminal): readonly string[] {
  const { decisions, confirmed, cleared, until } = weights
  const moved = weights.cards.filter(card => card.unmoved === null)
  const unmoved = weights.cards.filter(card => card.unmoved !== null)
  return [
    ...wrap(
      `Learnt from ${counted(decisions, 'decision')} before ${until.slice(0, 10)} (UTC): ${grouped(confirmed)} confirmed, reported or victim, ${grouped(cleared)} cleared.`,
      width,
    ),
    ...wrap(lossInWords(weights), width),
    ...moved.flatMap(card => [
      '',
      paint(`${card.card} (pack ${card.pack} ${card.pack_version})`, 'strong'),
      ...wrap(`${card.confirmed} confirmed, ${card.cleared} cleared. The mean weight of what speaks for it is 1.`, width),
      ...familyTable(card.families, width),
    ]),
    ...section('Stay as published', unmoved.length, paint),
    ...(unmoved.length === 0
      ? []
      : table(
          [{ title: 'Card', columnsMin: 12 }, { title: 'Decisions', align: 'right' }, { title: 'Why', columnsMin: 20 }],
          unmoved.map(card => [card.card, grouped(card.confirmed + card.cleared), card.unmoved!]),
          { width, paint },
        )),
    ...section('Not learnt from', weights.unused.length, paint),
    ...weights.unused.flatMap(({ what, count, reason }) => wrap(`${grouped(count)} ${what}: ${reason}.`, width)),
    ...weights.cards.flatMap(card => probability(card, { width, paint })),
  ] // biome-ignore format: short
}

function section(title: string, count: number, paint: Terminal['paint']): readonly string[] {
  return count === 0 ? [] : ['', paint(title, 'strong')]
}

function lossInWords({ is_better, loss_bits, published_loss_bits }: Weights): string {
  if (loss_bits === null || published_loss_bits === null) {
    return 'There is no decision to learn from: every weight stays as published.'
  }
  const figures = `${loss_bits.toFixed(3)} bits a decision against ${published_loss_bits.toFixed(3)} with the published weights (cross-validated; lower is better)`
  return is_better
    ? `Fitted weights foretell unseen decisions better: they are surprised by ${figures}.`
    : `Fitted weights do not foretell unseen decisions better, so none moves: ${figures}.`
}

function familyTable(families: readonly FamilyWeight[], width: number): readonly string[] {
  return table(
    [
      { title: 'Family', columnsMin: 14 },
      { title: 'Counts', align: 'right' },
      { title: '95 % interval', align: 'right' },
      { title: 'What changed', columnsMin: 18 },
    ],
    families.map(each => [
      each.speaks === 'for' ? each.family : `${each.family}, against`,
      `${each.weight.toFixed(2)} times`,
      `${each.low.toFixed(2)} to ${each.high.toFixed(2)}`,
      changeInWords(each),
    ]),
    { width },
  )
}

function changeInWords({ weight, low, high }: FamilyWeight): string {
  const percent = Math.round(Math.abs(weight - 1) * 100)
  if (percent < 5) return 'about as published'
  const direction = weight > 1 ? `${percent} % more` : `${percent} % less`
  return low > 1 || high < 1 ? direction : `${direction}, but no change is possible too`
}

function probability(
  card: CardWeights,
  { width, paint }: Pick<Terminal, 'width' | 'paint'>,
): readonly string[] {
  if (card.reliability === null) {
    return card.confirmed + card.cleared === 0
      ? []
      : ['', ...wrap(`No probability for ${card.card}: ${card.no_probability}.`, width)]
  }
  return [
    '',
    paint(`Probabilities of ${card.card}, for decisions not seen by the fit`, 'strong'),
    ...reliabilityPicture(card.reliability),
    ...wrap(reliabilityInWords(card.reliability), width),
  ]
}

function reliabilityInWords({ n, brier, brier_of_base_rate, calibration_error }: Reliability): string {
  return `Of ${n} decisions, foretold and observed are ${Math.round(calibration_error * 100)} points apart on average. Brier score ${brier.toFixed(3)}; always foretelling the overall share would give ${brier_of_base_rate.toFixed(3)} (lower is better).`
}

const pictureColumns = 41

/** One line a bin: observed share `●` with its interval `─`, foretold `|` (`+` where they meet), from 0 to 100 %. */
export function reliabilityPicture({ bins }: Reliability): readonly string[] {
  const place = (share: number) => Math.round(share * (pictureColumns - 1))
  return [
    `foretold  observed    n  0 %${' '.repeat(pictureColumns - 8)}100 %`,
    ...bins.map(({ foretold, observed }) => {
      const cells: string[] = Array.from({ length: pictureColumns }, (_, at) =>
        at >= place(observed.low) && at <= place(observed.high) ? '─' : '·',
      )
      cells[place(foretold)] = '|'
      cells[place(observed.value)] = place(observed.value) === place(foretold) ? '+' : '●'
      return `${percent(foretold).padStart(8)}  ${percent(observed.value).padStart(8)}  ${String(observed.n).padStart(3)}  ${cells.join('')}`
    }),
    '● observed, with its 95 % interval; | foretold; + where they meet',
  ]
}

function percent(share: number): string {
  return `${Math.round(share * 100)} %`
}

function shareInWords({ value, low, high, n }: Proportion): string {
  return n === 0 ? 'none to count' : `${percent(value)} (${percent(low)} to ${percent(high)}) of ${n}`
}

/** Decisions behind a figure of a group, from which on it is shown; `--json` has them all. */
const groupMin = 5

/** Alerts that would come and go. */
export interface Changes {
  readonly champion_alerts: number
  readonly challenger_alerts: number
  /** Subject and card of the alerts that only one of the two raises. */
  readonly gained: readonly string[]
  readonly lost: readonly string[]
}

export function comparisonTable(
  lines: readonly ComparisonLine[],
  changes: Changes,
  { width, paint }: Terminal,
): readonly string[] {
  const shown = lines.filter(({ by, measure, champion, challenger }) => {
    return by === undefined || (measure !== 'above' && Math.min(champion.n, challenger.n) >= groupMin)
  })
  const names = {
    recall: 'confirmed found',
    precision: 'decided alerts confirmed',
    above: 'share of the queue',
  }
  return [
    '',
    paint('Weights in use (champion) against fitted weights (challenger)', 'strong'),
    ...wrap(
      `Over the same history with the same budget: ${changes.champion_alerts} alerts against ${changes.challenger_alerts}; ${changes.gained.length} gained, ${changes.lost.length} lost. Below, each decision is judged by a fit that has not seen its subject; figures of groups that rest on fewer than ${groupMin} are left out.`,
      width,
    ),
    ...table(
      [
        { title: 'Group', columnsMin: 12 },
        { title: 'Measure', columnsMin: 14 },
        { title: 'Champion', align: 'right' },
        { title: 'Challenger', align: 'right' },
      ],
      shown.map(({ measure, by, group, champion, challenger }) => [
        by === undefined ? 'all' : `${by}: ${group}`,
        names[measure],
        shareInWords(champion),
        shareInWords(challenger),
      ]),
      { width, paint },
    ),
    ...listed('Gained', changes.gained, width),
    ...listed('Lost', changes.lost, width),
  ]
}

function listed(title: string, names: readonly string[], width: number): readonly string[] {
  if (names.length === 0) return []
  const rest = names.length > 20 ? `, and ${names.length - 20} more` : ''
  return wrap(`${title}: ${names.slice(0, 20).join(', ')}${rest}.`, width)
}

export function teachingTable(next: readonly Teaching[], { width, paint }: Terminal): readonly string[] {
  return [
    '',
    paint('Decisions that would teach most, each given those above it', 'strong'),
    ...table(
      [
        { title: 'Subject', columnsMin: 10 },
        { title: 'Card', columnsMin: 10 },
        { title: 'Gain', align: 'right' },
        { title: 'Why', columnsMin: 24 },
      ],
      next.map(({ subject_id, card, gain_bits, why }) => [
        subject_id,
        card,
        `${gain_bits.toFixed(2)} bits`,
        why,
      ]),
      { width, paint },
    ),
  ]
}

export function sampleTable(strata: readonly Stratum[], { width, paint }: Terminal): readonly string[] {
  const rows = strata.flatMap(({ card, line, size, subjects }) =>
    subjects.map(({ subject_id, score_bans }) => [
      subject_id,
      card,
      line,
      `${score_bans.toFixed(2)} bans`,
      `${subjects.length} of ${grouped(size)}`,
    ]),
  )
  return table(
    [
      { title: 'Subject', columnsMin: 10 },
      { title: 'Card', columnsMin: 10 },
      { title: 'Line', columnsMin: 6 },
      { title: 'Score', align: 'right' },
      { title: 'Drawn', align: 'right' },
    ],
    rows,
    { width, paint },
  )
}

export function missedTable(missed: readonly Missed[], { width, paint }: Terminal): readonly string[] {
  return table(
    [
      { title: 'Card', columnsMin: 12 },
      { title: 'Missed below the line', align: 'right' },
      { title: 'Rests on', columnsMin: 16 },
      { title: 'Confirmed just above', align: 'right' },
    ],
    missed.map(each => [
      each.card,
      `${each.missed.toFixed(1)} (${each.low.toFixed(1)} to ${each.high.toFixed(1)})`,
      `${each.decided} decided of ${each.drawn} drawn from ${grouped(each.below)}; ${each.confirmed} confirmed`,
      shareInWords(each.above),
    ]),
    { width, paint },
  )
}
