import { useDebouncedValue } from '@mantine/hooks'
import { keepPreviousData, useQuery } from '@tanstack/react-query'
import { checkText } from '../api/typologies.ts'

/** The server's checks of a text, a moment after the last key. `problems` is absent until the text as it is now was checked. */
export function useCheck(text: string) {
  const [settled] = useDebouncedValue(text, 400)
  const { data, error, isPlaceholderData } = useQuery({
    queryKey: ['typology-check', settled],
    queryFn: () => checkText(settled),
    placeholderData: keepPreviousData,
    staleTime: Number.POSITIVE_INFINITY,
    gcTime: 60_000,
  })
  return { problems: data?.problems, isSettled: settled === text && !isPlaceholderData, error }
}
