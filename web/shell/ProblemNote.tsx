import { Alert, Button, Text } from '@mantine/core'
import { Problem } from '../api/problem.ts'
import { words } from '../words/words.ts'

/** What went wrong, with what to do about it, in the server's own words where it has some. */
export function ProblemNote({
  problem,
  again,
}: {
  readonly problem: unknown
  readonly again?: () => unknown
}) {
  const text = words.problems
  const isKnown = problem instanceof Problem
  return (
    <Alert
      color="evidence"
      variant="outline"
      role="alert"
      title={isKnown ? problem.message : text.unexpected}
    >
      <Text c="var(--ink)">{isKnown ? problem.remedy : text.unexpectedRemedy}</Text>
      {again !== undefined && (
        <Button mt="sm" variant="default" onClick={() => again()}>
          {isKnown ? text.again : text.reload}
        </Button>
      )}
    </Alert>
  )
}
