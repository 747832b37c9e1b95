import { Button, PasswordInput, Stack, TextInput } from '@mantine/core'
import { type FormEvent, useState } from 'react'
import { Problem } from '../api/problem.ts'
import { signIn } from '../api/session.ts'
import { ProblemNote } from '../shell/ProblemNote.tsx'
import { words } from '../words/words.ts'

/** Asks for name and password, and for a code once the server says that one is needed. */
export function SignInForm({
  name: given,
  onSignedIn,
}: {
  /** Whose session ended, where it did. */
  readonly name?: string
  readonly onSignedIn: () => Promise<void>
}) {
  const [name, setName] = useState(given ?? '')
  const [password, setPassword] = useState('')
  const [code, setCode] = useState('')
  const [needsCode, setNeedsCode] = useState(false)
  const [problem, setProblem] = useState<unknown>()
  const [isBusy, setIsBusy] = useState(false)

  async function submit(event: FormEvent) {
    event.preventDefault()
    setIsBusy(true)
    setProblem(undefined)
    try {
      await signIn({ sign_in_name: name.trim(), password, ...(needsCode && code ? { code } : {}) })
      await onSignedIn()
    } catch (error) {
      if (error instanceof Problem && error.code === 'code-needed' && !needsCode) setNeedsCode(true)
      else setProblem(error)
      setIsBusy(false)
    }
  }

  const text = words.session
  return (
    <form onSubmit={submit} aria-label={text.title}>
      <Stack gap="md">
        <TextInput
          label={text.name}
          value={name}
          onChange={event => setName(event.currentTarget.value)}
          autoComplete="username"
          autoCapitalize="none"
          spellCheck={false}
          required
          data-autofocus={given === undefined ? true : undefined}
          autoFocus={given === undefined}
        />
        <PasswordInput
          visibilityToggleButtonProps={{ 'aria-label': words.session.show }}
          label={text.password}
          value={password}
          onChange={event => setPassword(event.currentTarget.value)}
          autoComplete="current-password"
          required
          data-autofocus={given === undefined ? undefined : true}
          autoFocus={given !== undefined}
        />
        {needsCode && (
          <TextInput
            label={text.code}
            description={text.codeHint}
            value={code}
            onChange={event => setCode(event.currentTarget.value.replace(/\D/g, ''))}
            inputMode="numeric"
            autoComplete="one-time-code"
            maxLength={6}
            required
            autoFocus
          />
        )}
        {problem !== undefined && <ProblemNote problem={problem} />}
        <Button type="submit" size="sm" loading={isBusy} fullWidth>
          {text.signIn}
        </Button>
      </Stack>
    </form>
  )
}
