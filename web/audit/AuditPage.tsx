import { Button, TextInput, Title } from '@mantine/core'
import { useInfiniteQuery, useMutation } from '@tanstack/react-query'
import { type FormEvent, useState } from 'react'
import { type AuditFilter, type AuditLink, readAudit, verifyAudit } from '../api/administration.ts'
import { ColumnHeads } from '../shell/ColumnHeads.tsx'
import { PageSkeleton } from '../shell/PageSkeleton.tsx'
import { ProblemNote } from '../shell/ProblemNote.tsx'
import { useZone } from '../shell/zone.ts'
import { instant } from '../words/times.ts'
import { words } from '../words/words.ts'
import styles from './Audit.module.css'

/** Who did what, newest first, and whether the chain that says so is whole. */
export default function AuditPage() {
  const [filter, setFilter] = useState<AuditFilter>({})
  const [actor, setActor] = useState('')
  const [object, setObject] = useState('')
  const text = words.audit
  const links = useInfiniteQuery({
    queryKey: ['audit', filter],
    queryFn: ({ pageParam }) => readAudit(filter, pageParam),
    initialPageParam: undefined as number | undefined,
    getNextPageParam: page => page.next ?? undefined,
    // Reading the chain is itself a link of it, so it is read when it is asked for.
    refetchOnWindowFocus: false,
  })
  const apply = (next: { readonly actor: string; readonly object: string }) => {
    setActor(next.actor)
    setObject(next.object)
    setFilter({ actor: next.actor.trim() || undefined, object: next.object.trim() || undefined })
  }
  const submit = (event: FormEvent) => {
    event.preventDefault()
    apply({ actor, object })
  }
  const items = links.data?.pages.flatMap(page => page.items) ?? []
  return (
    <div className={styles.page}>
      <Title order={1}>{text.title}</Title>
      <p className={styles.soft}>{text.what}</p>
      <Verify />
      <form onSubmit={submit} className={styles.filters}>
        <TextInput label={text.actor} value={actor} onChange={event => setActor(event.currentTarget.value)} />
        <TextInput
          label={text.object}
          value={object}
          onChange={event => setObject(event.currentTarget.value)}
        />
        <Button type="submit">{text.filter}</Button>
        {(filter.actor ?? filter.object) !== undefined && (
          <Button variant="subtle" onClick={() => apply({ actor: '', object: '' })}>
            {text.clear}
          </Button>
        )}
      </form>
      {links.isError && <ProblemNote problem={links.error} again={links.refetch} />}
      {links.data === undefined && !links.isError && <PageSkeleton />}
      {links.data !== undefined && items.length === 0 && <p className={styles.soft}>{text.none}</p>}
      {items.length > 0 && (
        <div className={styles.scroll}>
          <table className={styles.table}>
            <ColumnHeads columns={text.columns} />
            <tbody>
              {items.map(link => (
                <Row key={link.sequence} link={link} filter={filter} apply={apply} />
              ))}
            </tbody>
          </table>
          <div className={styles.more}>
            <span>{text.count(items.length, links.hasNextPage)}</span>
            {links.hasNextPage && (
              <Button
                variant="default"
                loading={links.isFetchingNextPage}
                onClick={() => links.fetchNextPage()}
              >
                {text.further}
              </Button>
            )}
          </div>
        </div>
      )}
    </div>
  )
}

function Row({
  link,
  filter,
  apply,
}: {
  readonly link: AuditLink
  readonly filter: AuditFilter
  readonly apply: (next: { readonly actor: string; readonly object: string }) => void
}) {
  const [zone] = useZone()
  const text = words.audit
  const detail = Object.entries(link.detail)
  return (
    <tr>
      <td className={styles.nowrap}>{link.sequence}</td>
      <td className={styles.nowrap}>{instant(link.recorded_at, zone)}</td>
      <td>
        <button
          type="button"
          className={styles.only}
          title={text.only}
          onClick={() => apply({ actor: link.actor, object: filter.object ?? '' })}
        >
          {link.actor}
        </button>
      </td>
      <td data-refused={link.action === 'access.refused' || undefined}>{link.action}</td>
      <td>
        <button
          type="button"
          className={styles.only}
          title={text.only}
          onClick={() => apply({ actor: filter.actor ?? '', object: link.object })}
        >
          {link.object}
        </button>
      </td>
      <td>{link.purpose ?? '–'}</td>
      <td>
        {detail.length === 0 ? (
          '–'
        ) : (
          <details>
            <summary>{text.details(detail.length)}</summary>
            <dl>
              {detail.map(([name, value]) => (
                <div key={name}>
                  <dt>{name}</dt>
                  <dd>{typeof value === 'string' ? value : JSON.stringify(value)}</dd>
                </div>
              ))}
              <div>
                <dt>{words.hashName}</dt>
                <dd>{link.hash}</dd>
              </div>
            </dl>
          </details>
        )}
      </td>
    </tr>
  )
}

function Verify() {
  const verify = useMutation({ mutationFn: verifyAudit })
  const text = words.audit.verify
  const found = verify.data
  return (
    <section className={styles.verify} aria-live="polite">
      <Button variant="default" loading={verify.isPending} onClick={() => verify.mutate()}>
        {text.do}
      </Button>
      {found === undefined && !verify.isError && <span className={styles.soft}>{text.what}</span>}
      {verify.isError && <ProblemNote problem={verify.error} />}
      {found !== undefined && found.faults.length === 0 && (
        <span>
          <strong>{text.whole(found.links)}</strong>{' '}
          {found.head && (
            <span className={styles.soft}>
              {text.head(found.head.sequence)} <code>{found.head.hash}</code>
            </span>
          )}
        </span>
      )}
      {found !== undefined && found.faults.length > 0 && (
        <div role="alert">
          <strong>{text.broken(found.faults.length)}</strong>
          <ul>
            {found.faults.slice(0, 20).map(fault => (
              <li key={`${fault.sequence} ${fault.what}`}>{text.fault(fault.sequence, fault.what)}</li>
            ))}
          </ul>
        </div>
      )}
    </section>
  )
}
