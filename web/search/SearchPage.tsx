import { Button, TextInput, Title } from '@mantine/core'
import { useDebouncedValue } from '@mantine/hooks'
import { keepPreviousData, useQuery } from '@tanstack/react-query'
import { useNavigate, useSearch } from '@tanstack/react-router'
import { type KeyboardEvent, useEffect, useRef, useState } from 'react'
import { find, type Hit } from '../api/search.ts'
import { useKeys } from '../shell/keys.ts'
import { ProblemNote } from '../shell/ProblemNote.tsx'
import { usePurpose } from '../shell/purpose.ts'
import { words } from '../words/words.ts'
import { Hits } from './Hits.tsx'
import { addressOf, inGroups } from './hit.ts'
import styles from './Search.module.css'

const shortest = 2
const each = 10

/** One box over everything that has an id, a name or a text, as far as the caller may see. */
export default function SearchPage() {
  const text = words.search
  const navigate = useNavigate()
  const [purpose] = usePurpose()
  const { q } = useSearch({ strict: false }) as { readonly q?: unknown }
  const given = q === undefined ? '' : String(q)
  const [asked, setAsked] = useState(given)
  const [settled] = useDebouncedValue(asked.trim(), 180)
  const [at, setAt] = useState(0)
  const [isShown, setIsShown] = useState(false)
  const box = useRef<HTMLInputElement>(null)
  const written = useRef(given)
  const { data, error, refetch, isFetching } = useQuery({
    queryKey: ['search', settled, purpose],
    queryFn: ({ signal }) => find(settled, each, purpose, signal),
    enabled: settled.length >= shortest,
    placeholderData: keepPreviousData,
  })
  useEffect(() => box.current?.focus(), [])
  // Written elsewhere, such as in the command palette.
  useEffect(() => {
    if (given !== written.current) setAsked(given)
    written.current = given
  }, [given])
  // biome-ignore lint/correctness/useExhaustiveDependencies: another question begins at its first hit
  useEffect(() => {
    setAt(0)
    if (settled !== given)
      void navigate({ to: '/search', search: { q: settled || undefined } as never, replace: true })
  }, [settled])
  useKeys(text.title, [{ keys: ['/'], says: text.title, run: () => box.current?.select() }])

  const isAsked = settled.length >= shortest
  const groups = isAsked && data !== undefined ? inGroups(data.items) : []
  const hits = groups.flatMap(([, of]) => of)
  const open = (hit: Hit | undefined) => {
    const address = hit && addressOf(hit)
    if (address !== undefined) void navigate(address as never)
  }
  const press = (event: KeyboardEvent) => {
    const by = event.key === 'ArrowDown' ? 1 : event.key === 'ArrowUp' ? -1 : 0
    if (by !== 0) setAt(Math.max(0, Math.min(hits.length - 1, at + by)))
    else if (event.key === 'Enter' && settled === asked.trim()) open(hits[at])
    else return
    event.preventDefault()
  }
  return (
    <div className={styles.page}>
      <Title order={1}>{text.title}</Title>
      <TextInput
        ref={box}
        size="md"
        value={asked}
        onChange={event => setAsked(event.currentTarget.value)}
        onKeyDown={press}
        placeholder={text.hint}
        aria-label={text.label}
        role="combobox"
        aria-expanded={hits.length > 0}
        aria-controls={hits.length > 0 ? 'hits' : undefined}
        aria-activedescendant={hits.length > 0 ? `hit-${at}` : undefined}
        autoComplete="off"
        spellCheck={false}
      />
      <div className={styles.told}>
        <span role="status">
          {!isAsked
            ? text.how
            : data === undefined || isFetching
              ? words.shell.loading
              : text.count(hits.length)}
        </span>
        <span>{isAsked ? text.keys : text.recorded}</span>
        {hits.some(hit => hit.kind === 'reference') && (
          <Button
            variant="default"
            size="compact-sm"
            aria-pressed={isShown}
            onClick={() => setIsShown(!isShown)}
          >
            {isShown ? text.wording.hide : text.wording.show}
          </Button>
        )}
      </div>
      {error !== null && isAsked && <ProblemNote problem={error} again={refetch} />}
      {isAsked && data !== undefined && hits.length === 0 && !isFetching && error === null && (
        <div className={styles.none}>
          <strong>{text.none(settled)}</strong>
          <span>{text.noneHow}</span>
        </div>
      )}
      <Hits groups={groups} at={at} more={data?.more ?? []} isShown={isShown} onPoint={setAt} />
    </div>
  )
}
