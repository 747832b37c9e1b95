import { Button, Title } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import { Link, useNavigate, useParams } from '@tanstack/react-router'
import { readSubject, type Subject } from '../api/search.ts'
import { useKeys } from '../shell/keys.ts'
import { PageSkeleton } from '../shell/PageSkeleton.tsx'
import { ProblemNote } from '../shell/ProblemNote.tsx'
import { usePageTitle } from '../shell/pageTitle.ts'
import { usePurpose } from '../shell/purpose.ts'
import { words } from '../words/words.ts'
import { Facts } from './Facts.tsx'
import { Findings } from './Findings.tsx'
import { Months } from './Months.tsx'
import styles from './Subject.module.css'
import { Accounts, Corridors, Identifiers, Latest, Others } from './Tables.tsx'

/** Who somebody is, as far as the institution knows: what went in and out, with whom, and what was found. */
export function SubjectPage({ kind }: { readonly kind: Subject['kind'] }) {
  const text = words.subject
  const { id = '' } = useParams({ strict: false }) as { readonly id?: string }
  const navigate = useNavigate()
  const [purpose] = usePurpose()
  const { data, error, refetch } = useQuery({
    queryKey: ['subject', kind, id, purpose],
    queryFn: () => readSubject(kind, id, purpose),
  })
  const chart = { to: '/network', search: { of: `${kind}:${id}` } as never } as const
  usePageTitle(`${text[kind]} ${id}`)
  useKeys(text[kind], [{ keys: ['n'], says: text.chart, run: () => void navigate(chart) }])
  if (error) return <ProblemNote problem={error} again={refetch} />
  if (data === undefined) return <PageSkeleton />
  const name = data.names[0]
  return (
    <article className={styles.page}>
      <header className={styles.head}>
        <div>
          <p className={styles.soft}>{text[kind]}</p>
          <Title order={1}>{name ?? data.id}</Title>
          {name !== undefined && <p className={styles.soft}>{data.id}</p>}
        </div>
        <Button component={Link} {...chart} className="no-print" rightSection={<kbd>n</kbd>}>
          {text.chart}
        </Button>
      </header>
      <div className={styles.columns}>
        <Facts subject={data} />
        <Findings subject={data} />
      </div>
      <Months subject={data} />
      <div className={styles.columns}>
        <Corridors subject={data} />
        <Others subject={data} />
      </div>
      {(data.accounts.length > 0 || data.customer !== null) && (
        <div className={styles.columns}>
          <Accounts subject={data} />
          <Identifiers subject={data} />
        </div>
      )}
      <Latest subject={data} />
    </article>
  )
}
