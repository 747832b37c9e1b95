import { useLocalStorage } from '@mantine/hooks'

/** Which step of the tour is shown, remembered for this person in this browser; past the last, none. */
export function useTour(user: string, steps: number) {
  const [step, setStep] = useLocalStorage({
    key: `lapwing-tour-${user}`,
    defaultValue: 0,
    getInitialValueInEffect: false,
  })
  return {
    step,
    setStep,
    end: () => setStep(steps),
    /** What a step asks for was done. */
    did: (asked: number) => {
      if (step === asked) setStep(step + 1)
    },
  }
}
