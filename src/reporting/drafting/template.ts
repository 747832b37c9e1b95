import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { z } from 'zod'
import { LapwingError } from '../../domain/errors.ts'
import { nearestWord } from '../../typology/nearest.ts'
import { readChecked, type YamlFile } from '../../typology/yaml.ts'

/** What a sentence can be about, and the facts that it can name there. */
export const factNames = {
  report: [
    'subjects', 'follows', 'first_day', 'last_day', 'payments_out', 'amount_out', 'payments_in', 'amount_in',
    'without_amount', 'not_completed', 'home_currency', 'formed_day', 'patterns',
  ],
  subject: [
    'subject', 'role', 'also_known_as', 'born', 'residence', 'occupation', 'customer_since', 'accounts',
    'identifiers', 'online',
  ],
  flow: [
    'count', 'out_from', 'in_to', 'counterparty', 'amount', 'period', 'rails', 'smallest', 'largest', 'not_completed',
  ],
  indicator: ['title', 'says', 'comparison', 'payments', 'published'],
  source: ['name', 'citation'],
  action: ['day', 'what'],
  /** Sentences that people wrote stand here as they are. */
  statement: [],
} as const // biome-ignore format: lists of names
export type Each = keyof typeof factNames

const schema = z.strictObject({
  name: z.string().min(1).max(60),
  version: z.string().min(1).max(20),
  sections: z
    .array(
      z.strictObject({
        section: z.string().regex(/^[a-z_]{1,40}$/, 'a short name in lower case'),
        title: z.string().min(1).max(80),
        each: z.enum(Object.keys(factNames) as [Each, ...Each[]]),
        sentences: z.array(z.string().min(1).max(1_000)),
      }),
    )
    .min(1),
})
export type Template = z.output<typeof schema>

export const placeholder = /\{(\w+)\}/g

const ownPlace = join(import.meta.dirname, 'templates/plain-facts.yaml')

/** The template that comes with Lapwing. */
export function ownTemplate(): Template {
  return readTemplate(ownPlace)
}

/** The institution's own, `report-template.yaml` of the data folder, or the one that comes with Lapwing. */
export function templateOf(data: string): Template {
  const place = join(data, 'report-template.yaml')
  return readTemplate(existsSync(place) ? place : ownPlace)
}

/**
 * Reads a template. Each sentence names at least one fact: what no evidence carries is for a person to write.
 *
 * @throws LapwingError `template-missing`, `template-invalid` with every line that is wrong
 */
export function readTemplate(place: string): Template {
  let text: string
  try {
    text = readFileSync(place, 'utf8')
  } catch (cause) {
    throw new LapwingError('template-missing', 'There is no such template.', {
      place,
      remedy: 'Name a YAML file of sections and sentences, as docs/guide/reports.md shows.',
      cause,
    })
  }
  const refusal = { code: 'template-invalid', message: 'This template cannot be used.' }
  return readChecked(place, text, schema, refusal, reportUntellable)
}

/** Sentences that name no fact, or one that there is not; and sections that are needed and absent. */
function reportUntellable({ sections }: Template, yaml: YamlFile): void {
  for (const [at, { each, sentences }] of sections.entries()) {
    const known: readonly string[] = factNames[each]
    for (const [number, sentence] of sentences.entries()) {
      const path = ['sections', at, 'sentences', number]
      const named = [...sentence.matchAll(placeholder)].map(match => match[1]!)
      if (named.length === 0) yaml.report(path, 'this sentence names no fact, so nothing would carry it')
      for (const name of named.filter(name => !known.includes(name))) {
        yaml.report(path, `there is no fact {${name}} of each ${each}`, { nearest: nearestWord(name, known) })
      }
    }
  }
  const places = sections.map(each => each.section)
  for (const needed of ['grounds', 'action']) {
    if (!places.includes(needed)) {
      yaml.report(['sections'], `there is no section "${needed}", in which what people wrote has its place`)
    }
  }
}
