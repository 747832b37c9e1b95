import { Anchor, Table, Title } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import { Link, useNavigate } from '@tanstack/react-router'
import { Problem } from '../api/problem.ts'
import { type CardCoverage, readCoverage } from '../api/typologies.ts'
import { useKeys } from '../shell/keys.ts'
import { PageSkeleton } from '../shell/PageSkeleton.tsx'
import { ProblemNote } from '../shell/ProblemNote.tsx'
import { words } from '../words/words.ts'
import { CoverageState } from './CoverageState.tsx'
import { lookedAt, whatWouldHelp } from './coverage.ts'
import styles from './Typologies.module.css'

/** What of each typology the book can show, product by product, and which data would help. */
export default function CoveragePage() {
  const text = words.typologies
  const navigate = useNavigate()
  const { data, error, refetch } = useQuery({
    queryKey: ['typologies', 'coverage'],
    queryFn: readCoverage,
    retry: false,
  })
  useKeys(text.coverage, [
    { keys: ['Escape'], says: text.back, run: () => void navigate({ to: '/typologies' }) },
  ])
  if (error instanceof Problem && error.code === 'no-coverage') return <NotYet />
  if (error) return <ProblemNote problem={error} again={refetch} />
  if (data === undefined) return <PageSkeleton />
  const blind = data.items.filter(each => each.state === 'blind')
  const help = whatWouldHelp(data.items)
  return (
    <div className={styles.wide}>
      <Anchor component={Link} to="/typologies" className="no-print">
        ← {text.back}
      </Anchor>
      <header className={styles.head}>
        <Title order={1}>{text.coverage}</Title>
        <p>{text.blindTo(blind.map(each => each.title))}</p>
      </header>
      <p className={styles.soft}>{text.coverageAbout}</p>
      <CoverageMap items={data.items} />
      <section className={styles.section}>
        <Title order={2}>{text.help}</Title>
        {help.length === 0 && <p>{text.helpNone}</p>}
        <ul>
          {help.map(({ reason, indicators, cards }) => (
            <li key={reason}>
              {reason} <span className={styles.soft}>{text.wouldHelp(indicators, cards)}</span>
            </li>
          ))}
        </ul>
      </section>
    </div>
  )
}

function CoverageMap({ items }: { readonly items: readonly CardCoverage[] }) {
  const text = words.typologies
  const products = items[0]?.products ?? []
  const lacking = items.some(each => each.missing_families.length > 0)
  return (
    <div className={styles.scroll}>
      <Table verticalSpacing={6} fz="sm">
        <Table.Thead>
          <Table.Tr>
            <Table.Th>{text.columns.what}</Table.Th>
            <Table.Th>{text.columns.coverage}</Table.Th>
            {products.map(each => (
              <Table.Th key={each.product} ta="right">
                {each.product.replaceAll('_', ' ')}
                <div className={styles.soft}>{text.payments(each.payments)}</div>
              </Table.Th>
            ))}
            {lacking && <Table.Th>{text.columns.lacks}</Table.Th>}
          </Table.Tr>
        </Table.Thead>
        <Table.Tbody>
          {items.map(each => (
            <Table.Tr key={each.card}>
              <Table.Td className={styles.title}>
                <Anchor component={Link} to={`/typologies/${each.card}`}>
                  {each.title}
                </Anchor>
              </Table.Td>
              <Table.Td>
                <CoverageState of={each} />
              </Table.Td>
              {each.products.map(product => (
                <Looked key={product.product} product={product} />
              ))}
              {lacking && (
                <Table.Td>
                  {each.missing_families.length === 0 ? text.lacksNothing : text.lacks(each.missing_families)}
                </Table.Td>
              )}
            </Table.Tr>
          ))}
        </Table.Tbody>
      </Table>
    </div>
  )
}

function Looked({ product }: { readonly product: CardCoverage['products'][number] }) {
  const text = words.typologies
  const { payments, share, rails } = lookedAt(product)
  if (payments === 0)
    return (
      <Table.Td ta="right" c="dimmed">
        {text.none}
      </Table.Td>
    )
  return (
    <Table.Td className={styles.cell} title={rails.map(([rail, count]) => text.rail(rail, count)).join('\n')}>
      <span>{text.looked(payments, share)}</span>
      <span aria-hidden="true" className={styles.share} style={{ width: `${share * 100}%` }} />
    </Table.Td>
  )
}

function NotYet() {
  const text = words.typologies
  return (
    <div className={styles.page}>
      <Title order={1}>{text.coverage}</Title>
      <p>{text.notYet}</p>
      <p>
        <code>{text.notYetCommand}</code>
      </p>
      <p className={styles.soft}>{text.notYetAfter}</p>
    </div>
  )
}
