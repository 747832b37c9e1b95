import type { Drift } from './drift.ts'
import { peersMin } from './peers.ts'
import { moderateFrom } from './stability.ts'

/** What a drift calls for: mend the data, learn anew, or keep an eye on it. */
export interface Advice {
  readonly call: 'repair' | 'recalibrate' | 'watch'
  /** The field, `card/indicator`, peer group or alerts that it is about. */
  readonly about: string
  readonly says: string
}

/** Advice in plain words, what to mend first: learning anew from broken data would make it usual. */
export function adviceOn(drift: Drift): Advice[] {
  return [...repairs(drift), ...indicators(drift), ...values(drift), ...groups(drift), ...alerts(drift)].sort(
    (a, b) => urgency[a.call] - urgency[b.call],
  )
}

const urgency = { repair: 0, recalibrate: 1, watch: 2 } as const

function repairs({ fields }: Drift): Advice[] {
  return fields.filter(hasChanged).map(({ field, unknown, unknownCalibrated }) => {
    const shares = `unknown on ${percent(unknown)} of payments, ${percent(unknownCalibrated)} when calibrated`
    if (unknown > unknownCalibrated) {
      return {
        call: 'repair',
        about: field,
        says: `${field} is ${shares}: mend its import before anything is learnt anew.`,
      }
    }
    return { call: 'recalibrate', about: field, says: `${field} is better filled now: ${shares}.` }
  })
}

function hasChanged({ psi, reading }: { readonly psi: number; readonly reading: string }): boolean {
  return psi >= moderateFrom && reading !== 'too few to tell' && reading !== 'stable'
}

function indicators({ indicators, fields }: Drift): Advice[] {
  const broken = fields.filter(field => hasChanged(field) && field.unknown > field.unknownCalibrated)
  return indicators.filter(hasChanged).map(({ card, indicator, psi, reading, settled, columns }) => {
    const about = `${card}/${indicator}`
    const moved = `the values of ${about} show a ${reading} (PSI ${psi.toFixed(2)})`
    const cause = broken.find(({ field }) => columns.includes(field))
    if (cause !== undefined)
      return {
        call: 'repair',
        about,
        says: `${sentence(moved)}, and ${cause.field}, which it reads, is missing more often: mend that first.`,
      }
    if (!settled)
      return {
        call: 'watch',
        about,
        says: `${sentence(moved)}; its window was longer than the book when calibrated, so they were still growing. Calibrate again when the book covers it.`,
      }
    const call = reading === 'large change' ? 'recalibrate' : 'watch'
    const what = call === 'recalibrate' ? 'calibrate again, if the change is real' : 'look again next month'
    return { call, about, says: `${sentence(moved)}: ${what}.` }
  })
}

function values({ fields }: Drift): Advice[] {
  return fields
    .filter(({ unseen }) => unseen.length > 0)
    .map(({ field, unseen }) => {
      const some = unseen.slice(0, 8).join(', ')
      const more = unseen.length > 8 ? ` and ${unseen.length - 8} more` : ''
      return {
        call: 'recalibrate',
        about: field,
        says: `${field} has ${unseen.length === 1 ? 'a value' : 'values'} never seen in calibration: ${some}${more}. Check that ${unseen.length === 1 ? 'it is' : 'they are'} meant, then calibrate again.`,
      }
    })
}

function groups({ groups }: Drift): Advice[] {
  return groups
    .filter(({ peers }) => peers < peersMin)
    .map(({ card, group, peers, peersCalibrated }) => ({
      call: 'recalibrate',
      about: `${card}: ${group}`,
      says: `Of ${card}, ${group} are ${peers} now, ${peersCalibrated} when calibrated: fewer than ${peersMin}, so a new calibration compares them with a wider group.`,
    }))
}

/** Counts of alerts scatter as Poisson's do: beyond 2.58 times the root of the budget once in a hundred months. */
function alerts({ alerts: { raised, budget } }: Drift): Advice[] {
  if (Math.abs(raised - budget) <= 2.58 * Math.sqrt(budget)) return []
  const says = `${raised} alerts were raised in the month, with a budget of ${budget}`
  return raised > budget
    ? [
        {
          call: 'recalibrate',
          about: 'alerts',
          says: `${says}: find out what brought them, then calibrate again.`,
        },
      ]
    : [
        {
          call: 'watch',
          about: 'alerts',
          says: `${says}: fewer than chance explains. Look whether the data came whole; calibrate again when it did.`,
        },
      ]
}

function sentence(text: string): string {
  return `${text[0]!.toUpperCase()}${text.slice(1)}`
}

function percent(share: number): string {
  return `${(share * 100).toFixed(share > 0 && share < 0.1 ? 1 : 0)} %`
}
