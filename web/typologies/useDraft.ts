import { useMutation } from '@tanstack/react-query'
import { useState } from 'react'
import { type OwnCard, saveDraft } from '../api/ownCards.ts'
import { isChanged } from '../shell/AskDialog.tsx'
import { differenceOf } from './difference.ts'
import { useCheck } from './useCheck.ts'

/** The text on the page beside what is in use and what is saved of it. */
export function useDraft(own: OwnCard, refresh: () => Promise<unknown>) {
  const inUse = own.in_use?.text ?? own.published_text
  const saved = own.draft === null ? inUse : (own.draft.text ?? own.published_text)
  const [text, setText] = useState(saved)
  // Somebody else saved meanwhile: what differs is then shown against theirs.
  const [isBesideTheirs, setBesideTheirs] = useState(false)
  const check = useCheck(text)
  const lines = differenceOf(isBesideTheirs ? saved : inUse, text)
  const save = useMutation({
    mutationFn: () => saveDraft(own.card, own.version, text),
    async onSuccess() {
      setBesideTheirs(false)
      await refresh()
    },
    async onError(error) {
      if (!isChanged(error)) return
      await refresh()
      setBesideTheirs(true)
    },
  })
  return {
    text,
    setText,
    inUse,
    isBesideTheirs,
    check,
    errors: check.problems?.filter(each => each.severity === 'error').length ?? 0,
    lines,
    changed: lines.filter(each => each.kind !== 'same').length,
    isSaved: text === saved,
    save,
  }
}
export type Draft = ReturnType<typeof useDraft>
