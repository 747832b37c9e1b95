import { windowInWords } from '../../detection/explain.ts'
import type { Card } from '../../typology/card.ts'
import { type Folder, fileText, readFolder } from '../../typology/folder.ts'
import { type Observable, readObservables } from '../../typology/observables.ts'
import { type PackRead, readPack, type Source } from '../../typology/pack.ts'
import type { Plan } from '../../typology/plan.ts'
import { gateInWords } from './gateInWords.ts'

/** The published cards in plain words, as people look them up. What an institution made of them privately is no part of it. */
export interface Catalogue {
  readonly pack: string
  readonly version: string
  readonly title: string
  readonly typologies: readonly Typology[]
  /** A card's own text, YAML, by the card's name. */
  textOf(card: string): string | undefined
}

export type Cited = Source & { readonly id: string }

export interface Typology {
  readonly card: string
  readonly card_version: number
  readonly title: string
  readonly typology: string
  readonly subject_kind: 'customer' | 'counterparty'
  readonly role: string
  readonly clock: 'suspicion' | 'protection'
  readonly summary: string
  readonly sources: readonly Cited[]
  /** What a payment must be to be looked at: all of it. */
  readonly looks_at: readonly string[]
  readonly indicators: readonly SpokenIndicator[]
  readonly speaks_against: readonly Omit<SpokenIndicator, 'unusual'>[]
  /** Families of which at least one must be unusual, group by group. */
  readonly essential_families: readonly (readonly string[])[]
  /** Names of what peers share besides doing the same. */
  readonly peers_share: readonly string[]
  readonly look_alikes: readonly { readonly id: string; readonly told_apart_by: string }[]
  /** What an institution may set privately: by name, what it means. Never the values. */
  readonly set_privately: readonly { readonly name: string; readonly meaning: string }[]
  /** Published observables that the card cannot see, or not whole, and the data that it would take. */
  readonly not_seen: readonly {
    readonly observable: string
    readonly needs: string
    readonly sources: readonly Cited[]
  }[]
}

export interface SpokenIndicator {
  readonly indicator: string
  /** With `…` where an alert has its value. */
  readonly says: string
  readonly family: string
  readonly unit: string
  readonly unusual: 'high' | 'low'
  readonly sources: readonly Cited[]
}

/** Reads the catalogue of a pack. @throws LapwingError `pack-unreadable` */
export async function readCatalogue(directory: string): Promise<Catalogue> {
  const folder = await readFolder(directory)
  const { pack, plans } = await readPack(folder)
  const { observables } = readObservables(folder, pack.cards, pack.sources)
  return {
    pack: pack.pack,
    version: pack.version,
    title: pack.title,
    typologies: plans.map(plan => typologyOf(plan, pack, observables)),
    textOf: card => textOf(folder, card),
  }
}

function typologyOf(plan: Plan, pack: PackRead['pack'], observables: readonly Observable[]): Typology {
  const card = pack.cards.find(each => each.card === plan.card)!
  const cited = (names: readonly string[]) => names.map(name => ({ id: name, ...pack.sources[name]! }))
  const says = (sentence: string, unit: string, measure: number) =>
    sentence
      .replaceAll('{value}', '…')
      .replaceAll('{unit}', unit)
      .replaceAll('{window}', windowInWords(plan.measures[measure]!.windowMicros))
      .replaceAll('{group}', 'peers')
  return {
    card: card.card,
    card_version: card.version,
    title: card.title,
    typology: card.typology,
    subject_kind: card.subject,
    role: card.role,
    clock: card.clock,
    summary: card.summary.trim(),
    sources: cited(card.sources),
    looks_at: gateInWords(plan.gate),
    indicators: plan.indicators.map(each => ({
      indicator: each.id,
      says: says(each.says, each.unit, each.measure),
      family: each.family,
      unit: each.unit,
      unusual: each.unusual,
      sources: cited(each.sources),
    })),
    speaks_against: plan.protective.map(each => ({
      indicator: each.id,
      says: says(each.says, each.unit, each.measure),
      family: each.family,
      unit: each.unit,
      sources: cited(each.sources),
    })),
    essential_families: plan.essential.map(group => [group].flat()),
    peers_share: plan.peers.map(name => name.replaceAll('_', ' ')),
    look_alikes: card.look_alikes ?? [],
    set_privately: privately(card),
    not_seen: observables
      .filter(({ typology, needs }) => typology === card.typology && needs !== undefined)
      .map(({ observable, needs, sources }) => ({ observable, needs: needs!, sources: cited(sources) })),
  }
}

function privately({ limits, terms, corridors }: Card) {
  return [limits, terms, corridors].flatMap(named =>
    Object.entries(named ?? {}).map(([name, { meaning }]) => ({ name, meaning })),
  )
}

/** The file of a card; found by its first line, because a file may have another name. */
function textOf(folder: Folder, card: string): string | undefined {
  const paths = [...folder.files.keys()].filter(path => path.startsWith('cards/'))
  return paths.map(path => fileText(folder, path)!).find(text => text.startsWith(`card: ${card}\n`))
}
