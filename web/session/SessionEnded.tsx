import { Button, Modal, Stack, Text } from '@mantine/core'
import type { Me } from '../api/session.ts'
import { words } from '../words/words.ts'
import { SignInForm } from './SignInForm.tsx'

/** Stands over the page whose session ended, until somebody signs in. */
export function SessionEnded({
  opened,
  me,
  onSignedIn,
}: {
  readonly opened: boolean
  readonly me: Me
  readonly onSignedIn: () => Promise<void>
}) {
  const text = words.session
  return (
    <Modal
      opened={opened}
      onClose={() => {}}
      withCloseButton={false}
      closeOnEscape={false}
      closeOnClickOutside={false}
      title={text.ended}
      // What others must not read stays covered.
      overlayProps={{ backgroundOpacity: 0.6, blur: 8 }}
    >
      <Stack gap="md">
        <Text>{text.endedWhy}</Text>
        <SignInForm name={me.sign_in_name} onSignedIn={onSignedIn} />
        <Button variant="subtle" onClick={() => location.assign('/')}>
          {text.another}
        </Button>
      </Stack>
    </Modal>
  )
}
