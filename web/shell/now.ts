import { useEffect, useState } from 'react'

/** The time, in milliseconds since 1970, looked at anew so often: for how long something waits. */
export function useNow(everyMillis: number): number {
  const [now, setNow] = useState(() => Date.now())
  useEffect(() => {
    const timer = setInterval(() => setNow(Date.now()), everyMillis)
    return () => clearInterval(timer)
  }, [everyMillis])
  return now
}
