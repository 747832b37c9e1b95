import { Button, PasswordInput, Stack, Text, Title } from '@mantine/core'
import { useMutation } from '@tanstack/react-query'
import { type FormEvent, useState } from 'react'
import { changePassword } from '../api/session.ts'
import { useMe } from '../session/me.ts'
import { FactList } from '../shell/FactList.tsx'
import { navigationOf } from '../shell/mayUse.ts'
import { ProblemNote } from '../shell/ProblemNote.tsx'
import { words } from '../words/words.ts'
import styles from './AccountPage.module.css'

/** What everybody has: who they are here, and their password. It is also where a role begins that has no page of its own yet. */
export default function AccountPage() {
  const me = useMe()
  const text = words.account
  const facts = [
    [text.name, me.full_name],
    [text.signInName, me.sign_in_name],
    [text.roles, me.roles.map(role => words.roles[role]).join(', ')],
    [text.authenticator, me.has_code ? text.has : text.hasNot],
  ] as const
  return (
    <div className={styles.page}>
      <Title order={1}>{text.title}</Title>
      <FactList facts={facts} className={styles.facts} />
      {navigationOf(me).length === 0 && (
        <section className={styles.sheet}>
          <Title order={2}>{text.nothing.title}</Title>
          <Text>{text.nothing.other}</Text>
        </section>
      )}
      <section className={styles.sheet}>
        <Title order={2}>{text.password}</Title>
        <PasswordForm />
      </section>
    </div>
  )
}

function PasswordForm() {
  const text = words.account
  const [old_password, setOld] = useState('')
  const [new_password, setNew] = useState('')
  // Every session ends with it, this one too: so the way is back to the door.
  const change = useMutation({ mutationFn: changePassword, onSuccess: () => location.assign('/') })
  const submit = (event: FormEvent) => {
    event.preventDefault()
    change.mutate({ old_password, new_password })
  }
  return (
    <form onSubmit={submit}>
      <Stack gap="md" maw="22rem">
        <PasswordInput
          visibilityToggleButtonProps={{ 'aria-label': words.session.show }}
          label={text.old}
          value={old_password}
          onChange={event => setOld(event.currentTarget.value)}
          autoComplete="current-password"
          required
        />
        <PasswordInput
          visibilityToggleButtonProps={{ 'aria-label': words.session.show }}
          label={text.next}
          description={text.nextHint}
          value={new_password}
          onChange={event => setNew(event.currentTarget.value)}
          autoComplete="new-password"
          minLength={12}
          required
        />
        {change.isError && <ProblemNote problem={change.error} />}
        <Button type="submit" loading={change.isPending} w="fit-content">
          {text.change}
        </Button>
      </Stack>
    </form>
  )
}
