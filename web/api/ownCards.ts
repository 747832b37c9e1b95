import type { z } from 'zod'
import type { backTestStateSchema, ownCardListSchema, ownCardSchema } from '../../src/server/ownCards.ts'
import { change, read } from './ask.ts'

export type OwnCard = z.output<typeof ownCardSchema>
export type OwnCardRow = z.output<typeof ownCardListSchema>['items'][number]
export type BackTest = NonNullable<OwnCard['back_test']>
export type BackTestState = z.output<typeof backTestStateSchema>

const own = (card: string, ...parts: readonly string[]) =>
  ['/api/typologies', encodeURIComponent(card), 'own', ...parts].join('/')

export const readOwnCards = () => read<z.output<typeof ownCardListSchema>>('/api/typologies/own')
export const readOwnCard = (card: string) => read<OwnCard>(own(card))
/** Null drafts the return to the published text. */
export const saveDraft = (card: string, version: number, text: string | null) =>
  change<{ readonly version: number }>('POST', own(card, 'draft'), { version, body: { text } })
export const discardDraft = (card: string, version: number) =>
  change<unknown>('DELETE', own(card, 'draft'), { version })
export const startBackTest = (card: string, version: number) =>
  change<BackTestState>('POST', own(card, 'back-test'), { version })
export const readBackTest = (card: string) => read<BackTestState>(own(card, 'back-test'))
export const cancelBackTest = (card: string) => change<BackTestState>('DELETE', own(card, 'back-test'))
export const askForCard = (card: string, version: number, why: string) =>
  change<unknown>('POST', own(card, 'approval'), { version, body: { why } })
