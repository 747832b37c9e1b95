import { useSearch } from '@tanstack/react-router'
import { useMemo } from 'react'
import type { Beginning } from '../api/network.ts'

/** Where the chart of this address begins: `of`, once or several times, is a node, `alert:ID` or `case:ID`. */
export function useBeginning(): { readonly beginning: Beginning; readonly key: string } {
  const { of } = useSearch({ strict: false }) as { readonly of?: unknown }
  const key = JSON.stringify([of ?? []].flat().map(String))
  return useMemo(() => ({ beginning: beginningOf(JSON.parse(key) as readonly string[]), key }), [key])
}

function beginningOf(of: readonly string[]): Beginning {
  const alert = of.find(each => each.startsWith('alert:'))?.slice('alert:'.length)
  const casework = of.find(each => each.startsWith('case:'))?.slice('case:'.length)
  const from = of.filter(each => /^(customer|counterparty|device|identifier):./.test(each))
  return { from: from.slice(0, startsMax), alert, case: casework }
}

/** As many as the interface takes at once. */
const startsMax = 200

export const isNowhere = ({ from, alert, case: casework }: Beginning): boolean =>
  from.length === 0 && alert === undefined && casework === undefined
