import { Anchor, Button, Title } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import { Link, useNavigate, useParams } from '@tanstack/react-router'
import { useRef, useState } from 'react'
import { readTypologyText } from '../api/typologies.ts'
import { useKeys } from '../shell/keys.ts'
import { PageSkeleton } from '../shell/PageSkeleton.tsx'
import { ProblemNote } from '../shell/ProblemNote.tsx'
import { usePageTitle } from '../shell/pageTitle.ts'
import { saveAs } from '../shell/saveAs.ts'
import { words } from '../words/words.ts'
import { differenceOf } from './difference.ts'
import { LineEditor } from './LineEditor.tsx'
import { Problems } from './Problems.tsx'
import { TextDifference } from './TextDifference.tsx'
import styles from './Typologies.module.css'
import { useCheck } from './useCheck.ts'

/** A card's text, checked while it is written, and what differs from the published one. */
export default function TextPage() {
  const { card = '' } = useParams({ strict: false }) as { readonly card?: string }
  const { data, error, refetch } = useQuery({
    queryKey: ['typology-text', card],
    queryFn: () => readTypologyText(card),
    staleTime: Number.POSITIVE_INFINITY,
  })
  usePageTitle(words.typologies.textOf(card))
  if (error) return <ProblemNote problem={error} again={refetch} />
  if (data === undefined) return <PageSkeleton />
  return <Work key={card} card={card} published={data.text} />
}

function Work({ card, published }: { readonly card: string; readonly published: string }) {
  const says = words.typologies
  const navigate = useNavigate()
  const [text, setText] = useState(published)
  const [shown, setShown] = useState<'text' | 'difference'>('text')
  const area = useRef<HTMLTextAreaElement>(null)
  const check = useCheck(text)
  const lines = differenceOf(published, text)
  const changed = lines.filter(each => each.kind !== 'same').length
  const back = `/typologies/${card}`
  useKeys(says.textTitle, [
    { keys: ['Escape'], says: says.backToCard, run: () => void navigate({ to: back }) },
    { keys: ['i'], says: says.writeKey, run: () => area.current?.focus() },
    {
      keys: ['d'],
      says: says.differenceKey,
      run: () => setShown(was => (was === 'text' ? 'difference' : 'text')),
    },
  ])
  const errors = check.problems?.filter(each => each.severity === 'error').length ?? 0
  return (
    <div className={styles.wide}>
      <Anchor component={Link} to={back} className="no-print">
        ← {says.backToCard}
      </Anchor>
      <header className={styles.head}>
        <Title order={1}>{says.textOf(card)}</Title>
        <p>{says.textAbout}</p>
      </header>
      <div className={`${styles.actions} no-print`}>
        <Button
          variant="default"
          size="xs"
          onClick={() => setShown(shown === 'text' ? 'difference' : 'text')}
        >
          {shown === 'text' ? says.showDifference(changed) : says.showText}
        </Button>
        <Button
          size="xs"
          disabled={changed === 0 || errors > 0 || !check.isSettled || check.problems === undefined}
          onClick={() => saveAs(new Blob([text], { type: 'application/yaml' }), `${card}.yaml`)}
        >
          {says.save}
        </Button>
        <Button variant="subtle" size="xs" disabled={changed === 0} onClick={() => setText(published)}>
          {says.discard}
        </Button>
        <span role="status" className={styles.soft}>
          {says.checked(check.isSettled ? check.problems?.length : undefined, changed)}
        </span>
      </div>
      {shown === 'text' ? (
        <LineEditor
          label={says.textOf(card)}
          text={text}
          onText={setText}
          problems={check.problems ?? []}
          area={area}
        />
      ) : (
        <TextDifference lines={lines} />
      )}
      {check.error !== null && <ProblemNote problem={check.error} />}
      <Problems
        problems={check.problems ?? []}
        onGo={({ line, column }) => {
          setShown('text')
          goTo(area.current, text, line, column)
        }}
      />
      <p className={styles.soft}>{says.howToUse}</p>
    </div>
  )
}

/** Puts the cursor there, and so into view. */
function goTo(area: HTMLTextAreaElement | null, text: string, line: number, column: number): void {
  if (area === null) return
  const before = text.split('\n').slice(0, line - 1)
  const at = before.reduce((sum, each) => sum + each.length + 1, 0) + column - 1
  area.focus({ preventScroll: true })
  area.setSelectionRange(at, at)
  const frame = area.parentElement!
  const height = area.scrollHeight / Math.max(text.split('\n').length, 1)
  frame.scrollTop = Math.max(0, (line - 1) * height - frame.clientHeight / 2)
}
