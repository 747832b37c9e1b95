import type { z } from 'zod'
import type {
  catalogueSchema,
  countsSchema,
  coverageSchema,
  problemsSchema,
  typologySchema,
} from '../../src/server/typologies.ts'
import { change, read } from './ask.ts'

export type Catalogue = z.output<typeof catalogueSchema>
export type CatalogueRow = Catalogue['items'][number]
export type Typology = z.output<typeof typologySchema>
export type Coverage = z.output<typeof coverageSchema>
export type CardCoverage = Coverage['items'][number]
export type Counts = z.output<typeof countsSchema>
export type TextProblem = z.output<typeof problemsSchema>['problems'][number]

const one = (card: string) => `/api/typologies/${encodeURIComponent(card)}`

export const readCatalogue = () => read<Catalogue>('/api/typologies')
export const readTypology = (card: string) => read<Typology>(one(card))
export const readAlertCounts = () => read<Counts>('/api/typologies/alerts')
export const readCoverage = () => read<Coverage>('/api/coverage')
/** Nothing of the text is kept. */
export const checkText = (text: string) =>
  change<z.output<typeof problemsSchema>>('POST', '/api/typologies/check', { body: { text } })
