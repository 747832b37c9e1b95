import { Anchor, Button, Title } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import { Link, useNavigate, useParams } from '@tanstack/react-router'
import { readTypology, type Typology } from '../api/typologies.ts'
import { useMe } from '../session/me.ts'
import { type Fact, FactList } from '../shell/FactList.tsx'
import { useKeys } from '../shell/keys.ts'
import { PageSkeleton } from '../shell/PageSkeleton.tsx'
import { ProblemNote } from '../shell/ProblemNote.tsx'
import { usePageTitle } from '../shell/pageTitle.ts'
import { words } from '../words/words.ts'
import { CoverageState } from './CoverageState.tsx'
import { OwnCardMark } from './OwnCardMark.tsx'
import { Speaking } from './Speaking.tsx'
import styles from './Typologies.module.css'
import { useAlertCounts, useCoverage, useOwnCards } from './useOptional.ts'

/** One card in plain words, as somebody explains it to a colleague; prints on a sheet or two. */
export default function TypologyPage() {
  const text = words.typologies
  const { card = '' } = useParams({ strict: false }) as { readonly card?: string }
  const navigate = useNavigate()
  const mayEdit = useMe().may.includes('typology.read-text')
  const { data, error, refetch } = useQuery({
    queryKey: ['typology', card],
    queryFn: () => readTypology(card),
  })
  const own = useOwnCards()
  usePageTitle(data?.title ?? text.one)
  const edit = () => void navigate({ to: `/typologies/${card}/text` })
  useKeys(text.one, [
    { keys: ['Escape'], says: text.back, run: () => void navigate({ to: '/typologies' }) },
    { keys: ['p'], says: text.print, run: () => print() },
    ...(mayEdit ? [{ keys: ['e'], says: text.toText, run: edit }] : []),
  ])
  if (error) return <ProblemNote problem={error} again={refetch} />
  if (data === undefined) return <PageSkeleton />
  return (
    <article className={styles.page}>
      <Anchor component={Link} to="/typologies" className="no-print">
        ← {text.back}
      </Anchor>
      <header className={styles.head}>
        <Title order={1}>{data.title}</Title>
        <p>
          {text.cardVersion(data.card, data.card_version, data.pack, data.pack_version)}
          <OwnCardMark of={own.data?.items.find(one => one.card === card)} />
        </p>
        <div className={`${styles.actions} no-print`}>
          <Button variant="default" size="xs" onClick={() => print()}>
            {text.print}
          </Button>
          {mayEdit && (
            <Button size="xs" onClick={edit}>
              {text.toText}
            </Button>
          )}
        </div>
      </header>
      <p>{data.summary}</p>
      <Facts typology={data} />
      <section className={styles.section}>
        <Title order={2}>{text.gate}</Title>
        <p className={styles.soft}>{text.gateAll}</p>
        <ul>
          {data.looks_at.map(each => (
            <li key={each}>{each}</li>
          ))}
        </ul>
      </section>
      <div className={styles.columns}>
        <Speaking title={text.speaksFor} about={text.speaksForAbout} items={data.indicators} />
        <div className={styles.section}>
          <Speaking title={text.speaksAgainst} about={text.speaksAgainstAbout} items={data.speaks_against} />
          <Limits typology={data} />
        </div>
      </div>
      <section className={styles.section}>
        <Title order={2}>{text.sources}</Title>
        <ul className={styles.sources}>
          {data.sources.map(each => (
            <li key={each.id}>
              {text.source(each.publisher, each.title, each.date)} <span>{each.link}</span>
            </li>
          ))}
        </ul>
      </section>
    </article>
  )
}

function Facts({ typology }: { readonly typology: Typology }) {
  const text = words.typologies
  const counts = useAlertCounts()
  const coverage = useCoverage()
  const all = counts.data?.items.reduce((sum, each) => sum + each.alerts, 0) ?? 0
  const own = counts.data?.items.find(each => each.card === typology.card)?.alerts ?? 0
  const facts: readonly Fact[] = [
    [text.columns.role, typology.role],
    [text.columns.subject, text.subjects[typology.subject_kind]],
    [text.columns.clock, words.clocks[typology.clock]],
    [text.peers, text.peersShare(typology.peers_share)],
    ...(counts.may ? [[text.columns.alerts, counts.data ? text.alerts(own, all) : text.noRun] as const] : []),
    ...(coverage.may
      ? [
          [
            text.columns.coverage,
            <CoverageState
              of={coverage.data?.items.find(each => each.card === typology.card)}
              key="coverage"
            />,
          ] as const,
        ]
      : []),
  ]
  return <FactList facts={facts} className={styles.facts} />
}

function Limits({ typology }: { readonly typology: Typology }) {
  const text = words.typologies
  const { essential_families, look_alikes, set_privately, not_seen } = typology
  return (
    <>
      <section className={styles.section}>
        <Title order={2}>{text.limits}</Title>
        <ul>
          {essential_families.map(group => (
            <li key={group.join()}>{text.essential(group)}</li>
          ))}
          {set_privately.map(each => (
            <li key={each.name}>{text.privately(each.name.replaceAll('_', ' '), each.meaning)}</li>
          ))}
          {essential_families.length + set_privately.length === 0 && <li>{text.noLimits}</li>}
        </ul>
        <Title order={2}>{text.lookAlikes}</Title>
        {look_alikes.length === 0 && <p className={styles.soft}>{text.noLookAlikes}</p>}
        <ul>
          {look_alikes.map(each => (
            <li key={each.id}>{text.toldApart(each.id.replaceAll('-', ' '), each.told_apart_by)}</li>
          ))}
        </ul>
      </section>
      <section className={styles.section}>
        <Title order={2}>{text.notSeen}</Title>
        {not_seen.length === 0 && <p className={styles.soft}>{text.nothingUnseen}</p>}
        <ul>
          {not_seen.map(each => (
            <li key={each.observable}>
              {each.observable} <p className={styles.soft}>{each.needs}</p>
            </li>
          ))}
        </ul>
      </section>
    </>
  )
}
