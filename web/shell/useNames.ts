import { useQuery } from '@tanstack/react-query'
import { useMemo } from 'react'
import { type Colleague, readColleagues } from '../api/alerts.ts'
import { useMe } from '../session/me.ts'
import { words } from '../words/words.ts'

/** Those who can be given work, and what people are called who did something. */
export function useNames() {
  const { may } = useMe()
  const { data } = useQuery({
    queryKey: ['colleagues'],
    queryFn: readColleagues,
    staleTime: 300_000,
    // Who works on neither alerts nor cards knows others by their ids.
    enabled: may.includes('alert.list') || may.includes('own-card.read'),
  })
  return useMemo(() => namesOf(data?.items ?? []), [data])
}

function namesOf(colleagues: readonly Colleague[]) {
  const byId = new Map(colleagues.map(each => [each.user_id, each.full_name]))
  return {
    /** Those who left among them. */
    colleagues,
    /** For a choice. Those who left are not offered. */
    options: colleagues
      .filter(each => !each.disabled)
      .map(({ user_id, full_name }) => ({ value: user_id, label: full_name })),
    /** Of an actor such as `user:abc`, or a user's id. */
    nameOf(actor: string | null): string {
      if (actor === null) return words.people.nobody
      const id = actor.replace(/^user:/, '')
      const known: Readonly<Record<string, string>> = words.people.known
      return byId.get(id) ?? known[actor] ?? words.people.unknown(id.slice(0, 8))
    },
  }
}
