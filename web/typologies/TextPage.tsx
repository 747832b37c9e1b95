import { Anchor, Title } from '@mantine/core'
import { Link, useParams } from '@tanstack/react-router'
import { AskProvider } from '../shell/AskDialog.tsx'
import { PageSkeleton } from '../shell/PageSkeleton.tsx'
import { ProblemNote } from '../shell/ProblemNote.tsx'
import { usePageTitle } from '../shell/pageTitle.ts'
import { words } from '../words/words.ts'
import { AskForCard } from './AskForCard.tsx'
import { BackTest } from './BackTest.tsx'
import { DraftEditor } from './DraftEditor.tsx'
import { OwnCardState } from './OwnCardState.tsx'
import styles from './Typologies.module.css'
import { useDraft } from './useDraft.ts'
import { useOwnCard } from './useOwnCard.ts'

type Own = ReturnType<typeof useOwnCard>

/** A card's text, checked while it is written, kept as a draft, back-tested on the own book, and brought to approval. */
export default function TextPage() {
  const { card = '' } = useParams({ strict: false }) as { readonly card?: string }
  const own = useOwnCard(card)
  usePageTitle(words.typologies.textOf(card))
  if (own.error && own.data === undefined) return <ProblemNote problem={own.error} again={own.refetch} />
  if (own.data === undefined) return <PageSkeleton />
  return (
    <AskProvider>
      <Work key={card} own={own.data} refresh={own.refresh} />
    </AskProvider>
  )
}

function Work({
  own,
  refresh,
}: {
  readonly own: NonNullable<Own['data']>
  readonly refresh: Own['refresh']
}) {
  const says = words.typologies
  const draft = useDraft(own, refresh)
  const text = words.ownCards.backTest
  const hindrance =
    own.draft === null
      ? text.draftFirst
      : draft.isSaved
        ? draft.errors > 0 && own.draft.text !== null
          ? text.mendFirst
          : undefined
        : text.saveFirst
  return (
    <div className={styles.wide}>
      <Anchor component={Link} to={`/typologies/${own.card}`} className="no-print">
        ← {says.backToCard}
      </Anchor>
      <header className={styles.head}>
        <Title order={1}>{says.textOf(own.card)}</Title>
        <p>{words.ownCards.about}</p>
      </header>
      <OwnCardState own={own} />
      <DraftEditor own={own} draft={draft} refresh={refresh} />
      <BackTest own={own} hindrance={hindrance} refresh={refresh} />
      <AskForCard own={own} isSaved={draft.isSaved} refresh={refresh} />
    </div>
  )
}
