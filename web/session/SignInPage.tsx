import { Anchor, Divider } from '@mantine/core'
import { type Greeting, singleSignOnAddress } from '../api/session.ts'
import { usePageTitle } from '../shell/pageTitle.ts'
import { words } from '../words/words.ts'
import { Doorway } from './Doorway.tsx'
import { SignInForm } from './SignInForm.tsx'

export function SignInPage({
  greeting,
  onSignedIn,
}: {
  readonly greeting: Greeting
  readonly onSignedIn: () => Promise<void>
}) {
  const text = words.session
  usePageTitle(text.title)
  return (
    <Doorway title={text.title} above={greeting.institution_name}>
      <SignInForm onSignedIn={onSignedIn} />
      {greeting.has_single_sign_on && (
        <>
          <Divider label={text.or} my="md" />
          <Anchor href={singleSignOnAddress}>{text.singleSignOn}</Anchor>
        </>
      )}
    </Doorway>
  )
}
