import { Button } from '@mantine/core'
import { useNavigate } from '@tanstack/react-router'
import { useRef, useState } from 'react'
import { discardDraft, type OwnCard, saveDraft } from '../api/ownCards.ts'
import { useMe } from '../session/me.ts'
import { useAsk } from '../shell/AskDialog.tsx'
import { useKeys } from '../shell/keys.ts'
import { ProblemNote } from '../shell/ProblemNote.tsx'
import { saveAs } from '../shell/saveAs.ts'
import { words } from '../words/words.ts'
import { LineEditor } from './LineEditor.tsx'
import { Problems } from './Problems.tsx'
import { TextDifference } from './TextDifference.tsx'
import styles from './Typologies.module.css'
import type { Draft } from './useDraft.ts'

/** Where the text is written and saved. Those who write no cards try a change and save it as a file. */
export function DraftEditor({
  own,
  draft,
  refresh,
}: {
  readonly own: OwnCard
  readonly draft: Draft
  readonly refresh: () => Promise<unknown>
}) {
  const says = words.typologies
  const mine = words.ownCards
  const { card, version } = own
  const { text, setText, check, changed, save } = draft
  const navigate = useNavigate()
  const ask = useAsk()
  const [wanted, setShown] = useState<'text' | 'difference'>('text')
  const shown = draft.isBesideTheirs ? 'difference' : wanted
  const area = useRef<HTMLTextAreaElement>(null)
  const isWaiting = own.approval?.decision === null
  const mayWrite = useMe().may.includes('own-card.save') && own.keeps
  const maySave = mayWrite && !isWaiting && !draft.isSaved && !save.isPending
  const toggle = () => setShown(shown === 'text' ? 'difference' : 'text')
  const discard = () =>
    ask({
      title: mine.discard,
      explains: mine.discardExplains,
      fields: [],
      do: mine.discard,
      submit: async () => {
        await discardDraft(card, version)
        setText(draft.inUse)
        await refresh()
      },
    })
  const withdraw = () =>
    ask({
      title: mine.withdraw,
      explains: mine.withdrawExplains,
      fields: [],
      do: mine.withdraw,
      submit: async () => {
        await saveDraft(card, version, null)
        setText(own.published_text)
        await refresh()
      },
    })
  useKeys(says.textTitle, [
    { keys: ['Escape'], says: says.backToCard, run: () => void navigate({ to: `/typologies/${card}` }) },
    { keys: ['i'], says: says.writeKey, run: () => area.current?.focus() },
    { keys: ['d'], says: says.differenceKey, run: toggle },
    ...(mayWrite ? [{ keys: ['s'], says: mine.keys.save, run: () => maySave && save.mutate() }] : []),
  ])
  const isSound = draft.errors === 0 && check.isSettled && check.problems !== undefined
  return (
    <>
      <div className={`${styles.actions} no-print`}>
        {mayWrite && (
          <Button size="xs" disabled={!maySave} loading={save.isPending} onClick={() => save.mutate()}>
            {mine.save}
          </Button>
        )}
        <Button variant="default" size="xs" onClick={toggle}>
          {shown === 'text' ? says.showDifference(changed) : says.showText}
        </Button>
        <Button
          variant="default"
          size="xs"
          disabled={changed === 0 || !isSound}
          onClick={() => saveAs(new Blob([text], { type: 'application/yaml' }), `${card}.yaml`)}
        >
          {says.save}
        </Button>
        {text !== own.published_text && (
          <Button variant="subtle" size="xs" disabled={isWaiting} onClick={() => setText(own.published_text)}>
            {says.discard}
          </Button>
        )}
        {mayWrite && own.draft !== null && (
          <Button variant="subtle" size="xs" disabled={isWaiting} onClick={discard}>
            {mine.discard}
          </Button>
        )}
        {mayWrite && own.in_use !== null && own.draft === null && (
          <Button variant="subtle" size="xs" onClick={withdraw}>
            {mine.withdraw}
          </Button>
        )}
        <span role="status" className={styles.soft}>
          {says.checked(check.isSettled ? check.problems?.length : undefined, changed)}
          {own.draft !== null && draft.isSaved && ` ${mine.saved}`}
        </span>
      </div>
      {draft.isBesideTheirs && <p role="alert">{mine.differsFromSaved}</p>}
      {save.error !== null && !draft.isBesideTheirs && <ProblemNote problem={save.error} />}
      {shown === 'text' ? (
        <LineEditor
          label={says.textOf(card)}
          text={text}
          onText={setText}
          problems={check.problems ?? []}
          area={area}
        />
      ) : (
        <TextDifference lines={draft.lines} />
      )}
      {check.error !== null && <ProblemNote problem={check.error} />}
      <Problems
        problems={check.problems ?? []}
        onGo={({ line, column }) => {
          setShown('text')
          goTo(area.current, text, line, column)
        }}
      />
      <p className={styles.soft}>{mine.asFile}</p>
    </>
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
